"""Removing credentials from messages, those of Swell and those of the programs it runs."""

import re
from collections.abc import Iterable

_USERINFO = re.compile(r"((?:^|[\s'\"(<=])[A-Za-z][A-Za-z0-9+.:-]*://)[^\s'\"/?#\\]*@")
_BARE_USERINFO = re.compile(r"[^\s'\"/@:]{1,256}:[^\s'\"/@]{1,256}@")
_QUERY = re.compile(r"(://[^\s'\"?#]*)[?#][^\s'\"]*")
_HEADER = re.compile(r"(?i)\b((?:proxy-)?authorization:?\s*)?\b(basic|bearer)\s+[A-Za-z0-9+/._~=-]{8,}")
_READ, _SHOWN = 4_000, 300


def hidden(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text without credentials, as one line of limited length that is safe for a terminal."""
    text = text[:_READ]
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "(hidden)")
    line = "".join(sign if sign.isprintable() else "?" for sign in " ".join(text.split()))
    line = _BARE_USERINFO.sub("", _USERINFO.sub(r"\1", line))
    line = _HEADER.sub("(hidden)", _QUERY.sub(r"\1", line))
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."
