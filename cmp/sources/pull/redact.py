"""Removing credentials from messages, those of Swell and those of the programs it runs."""

import re
from collections.abc import Iterable

from cmp.text import is_visible

# What stands before the @ of an address: a name and a password, which may hold a slash, or a name alone, which is a
# token but for ssh; behind a colon there may be a port.
_USERINFO = re.compile(
    r"(?<![\w+.-])([A-Za-z][\w+.-]{0,30}:/{1,2})(?!\[)"
    r"(?:[^\s'\"/@]{0,256}:(?!\d{1,5}/)[^\s'\"]{0,512}|[^\s'\"/@]{0,256}@[^\s'\"/]{0,256}"
    r"|(?<!ssh:/)(?<!ssh://)[^\s'\"/?#\\]{0,512})@"
)
_BARE_USERINFO = re.compile(r"[^\s'\"/@:]{1,256}:[^\s'\"/@]{1,256}@(?!sha\d)")
_QUERY = re.compile(r"(://[^\s'\"?#]*)[?#][^\s'\"]*")
_HEADER = re.compile(r"(?i)\b((?:proxy-)?authorization:?\s*)?\b(basic|bearer)\s+[A-Za-z0-9+/._~=-]{8,}")
_READ, _SHOWN = 4_000, 300


def hidden(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text without credentials, as one line of limited length that is safe for a terminal."""
    text = text[:_READ]
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "(hidden)")
    line = "".join(sign if is_visible(sign) else "?" for sign in " ".join(text.split()))
    line = _HEADER.sub("(hidden)", _QUERY.sub(r"\1", without_users(line)))
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."


def without_users(text: str) -> str:
    """Return a text in which no address has a password, or a name that may be one; the middle of a long one goes."""
    if len(text) > 2 * _READ:
        text = f"{text[:_READ]} ... {text[-_READ:]}"
    return _BARE_USERINFO.sub("", _USERINFO.sub(r"\1", text))
