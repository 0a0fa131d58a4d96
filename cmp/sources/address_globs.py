"""Globs of addresses, by which a policy says which sources it allows.

An address is brought into one normal form, which is matched and asked: `team-a/../team-b` is `team-b`. `*` stops at a
slash and at the host's end, `**` crosses slashes: `https://git.example.com/team-a/**`. `https://git.example.com*` is
this host alone, and not git.example.com.evil.com. A leading `*.` stands for any subdomain; a port is a part of the
address.

`allow` binds redirects, indexes and token services as well: what lies below the source's own address is allowed with
it, another path or host must be named. git follows no redirect. A password goes only to the host that it was mounted
for. Link-local and metadata addresses are refused unless `allow` names the host in full. Behind a proxy the proxy
decides.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from cmp.sources.address import PORTS, split_port
from cmp.value import Value

# An encoded slash is a slash to many servers, so that one star stops there, and so do signs that stand for any other.
_WITHIN, _ACROSS, _BELOW = r"(?:(?!%2F)[^/])*", r".*", r"(?:/.*)?"
_PIECES = re.compile(r"\*\*+|\*|\?|\[!?[^\]]+\]")
_OUTSIDE = re.compile(r"\*\*+|\*|\?")
"""The pieces behind the last `]`, where no `[` has an end."""
_LABEL, _LABELS, _ANY_HOST = r"[^/.:@\[\]]", r"(?:[^/.:@\[\]]+\.)+", r"(?:[^/:@\[\]]+|\[[0-9a-f:.]+\])"
_USER = r"[^/:@]*"
_URL = re.compile(r"([^/:@]+)://(?:([^/@]*)@)?([^/@]*)(/.*)?", re.DOTALL)
_SCP = re.compile(r"()([^/@:]+)@([^/@:]+)(:.*)", re.DOTALL)


def matches(globs: Iterable[str], address: str) -> bool:
    """Tell whether a glob matches an address in its normal form; the query does not count."""
    return any(_pattern(glob).fullmatch(address.partition("?")[0]) for glob in globs)


def hosts_named(globs: Iterable[str]) -> frozenset[str]:
    """Return the hosts, without ports, that globs name in full."""
    places = (re.sub(r"(?<![.*])\*+$", "", split_port(parts.place)[0]) for glob in globs if (parts := _split(glob)))
    return frozenset(place for place in places if place and "*" not in place)


class _Parts(Value):
    """A glob's parts; `scheme` is "" for git's `user@host:path`, whose path begins with the colon."""

    scheme: str
    user: str
    place: str
    path: str


def _split(glob: str) -> _Parts | None:
    match = _URL.fullmatch(glob) or _SCP.fullmatch(glob)
    if not match:
        return None
    scheme, user, place, path = (part or "" for part in match.groups())
    return _Parts(scheme=scheme.lower(), user=user, place=place.lower(), path=path.rstrip("/"))


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    parts = _split(glob)
    if parts is None:
        return re.compile(_path(glob), re.DOTALL)
    who = f"{_starred(parts.user, _USER)}@" if parts.user else f"(?:{_USER}@)?" if parts.place == "**" else ""
    scheme = f"{_starred(parts.scheme, '[a-z0-9+.-]*')}://" if parts.scheme else ""
    below = _BELOW if parts.place.endswith("**") else ""
    return re.compile(f"{scheme}{who}{_place(parts)}{below}{_path(parts.path)}", re.DOTALL)


def _place(parts: _Parts) -> str:
    """Return the pattern of a host with its port, in which no star reaches beyond the host."""
    if parts.place == "**":
        return f"{_ANY_HOST}(?::[0-9]+)?"
    host, port = split_port(parts.place)
    if port == PORTS.get(parts.scheme):
        port = ""
    return _host(host) + (":[0-9]+" if port == "*" else f":{re.escape(port.rstrip('*'))}" if port else "")


def _host(host: str) -> str:
    if host == "*":
        return _ANY_HOST
    if host.startswith("["):
        return re.escape(host.rstrip("*"))
    *labels, last = host.split(".")
    any_above = _LABELS if labels and not labels[0].strip("*") else ""
    labels = [*(labels[1:] if any_above else labels), last.rstrip("*") or last]
    return any_above + r"\.".join(_starred(label, f"{_LABEL}{'*' if label.strip('*') else '+'}") for label in labels)


def _starred(text: str, star: str) -> str:
    """Return the pattern of a text in which stars have this meaning."""
    return "".join(star if piece.startswith("*") else re.escape(piece) for piece in re.split(r"(\*+)", text))


def _path(glob: str) -> str:
    """Return the pattern of a path's glob; `/**` at its end also stands for nothing."""
    if glob.endswith("/**"):
        return _path(glob[:-3]) + _BELOW
    return "/".join(map(_between_slashes, glob.split("/")))


def _between_slashes(glob: str) -> str:
    found, at, closed = "", 0, glob.rfind("]") + 1
    for piece in chain(_PIECES.finditer(glob, 0, closed), _OUTSIDE.finditer(glob, closed)):
        found += re.escape(glob[at : piece.start()]) + _meaning(piece[0])
        at = piece.end()
    return found + re.escape(glob[at:])


def _meaning(piece: str) -> str:
    if piece.startswith("*"):
        return _WITHIN if piece == "*" else _ACROSS
    if piece == "?":
        return "(?!%2F)[^/]"
    letters = re.escape(piece[1:-1].removeprefix("!")).replace(r"\-", "-")
    return f"(?!%2F)[^/{letters}]" if piece[1] == "!" else f"[{letters}]"
