"""Addresses of sources in their normal form.

Servers take many spellings for one address: `team-a/../team-b`, `%2e%2e`, `//`, another case of a host. A policy that
matched what was written would allow what it does not mean. So an address is brought into its normal form once, this
form is matched, and this form is asked.
"""

import ipaddress
import re
from urllib.parse import unquote

_LONGEST = 2048  # signs, without a query: globs are tried on it
PORTS = {"https": "443", "http": "80", "ssh": "22", "oci": "443"}
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.DOTALL)
_SCP = re.compile(r"([^@:/]+)@([^@:/\[\]]+):([^:].*)", re.DOTALL)
_ESCAPE = re.compile(r"%(.{0,2})", re.DOTALL)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_REFUSED = {"%25": "an encoded %", "%5C": "a backslash", "%00": "a zero byte"}
# A server may cut such a segment off at the sign and climb: `..;x`, `.. `, `..%2F`.
_CLIMBS = re.compile(r"\.{1,2}(?:[^A-Za-z0-9._~-].*)?", re.DOTALL)
_CUT = re.compile("[/;]")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


def normal(address: str) -> str:
    """Return the normal form of a URL, or of git's `user@host:path`.

    Scheme and host are in small letters, the scheme's own port is left out, dot segments are resolved, repeated slashes
    are one, and what needs no percent sign has none. A query stays, a fragment goes.

    Raises:
        ValueError: a part of it means different things to different servers; the message says which.
    """
    if len(address.partition("?")[0]) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST} characters")
    if not address.isprintable() or " " in address:  # which Python's own reader of URLs takes out
        raise ValueError("it holds a space, or a character that can't be printed")
    if match := _SCP.fullmatch(address):
        user, host, path = match.groups()
        return f"{user}@{_host(host)}:{'/' if path.startswith('/') else ''}{_path(f'/{path}')[1:]}"
    match = _URL.fullmatch(address)
    if not match:
        raise ValueError("it is no URL")
    scheme, authority, path, query = (part or "" for part in match.groups())
    user, at, place = authority.rpartition("@")
    host, port = split_port(place)
    if port and port.lstrip("0") == PORTS.get(scheme.lower()):
        port = ""
    return f"{scheme.lower()}://{user}{at}{_host(host)}{f':{port}' if port else ''}{_path(path)}{query}"


def is_below(address: str, top: str) -> bool:
    """Tell whether a normal address is another one, or lies below it; queries don't count."""
    address = address.partition("?")[0]
    return address == top or address.startswith(f"{top.rstrip('/')}/")


def split_port(place: str) -> tuple[str, str]:
    """Return a host and its port, "" where none is said."""
    host, colon, port = place.rpartition(":")
    return (host, port) if colon and not port.endswith("]") else (place, "")


def _host(host: str) -> str:
    """Return a host's name in small letters, and an IP address as it is usually written."""
    if ":" in host and not host.startswith("["):
        raise ValueError("its host holds a colon")
    host = host.lower().rstrip(".")
    numeric = _NUMBER.fullmatch(host.rpartition(".")[2])  # inet_aton takes 0x7f.1 and 2130706433 for 127.0.0.1
    try:
        if host.startswith("["):
            return f"[{ipaddress.IPv6Address(host[1:-1].replace('%', ' ')).compressed}]"  # no zone of this machine
        return str(ipaddress.IPv4Address(host)) if numeric else host
    except ValueError:
        raise ValueError("its host is a number, and no IP address as it is usually written") from None


def _path(path: str) -> str:
    """Return a path with plain letters, single slashes and no dot segments; "" for the top."""
    if "\\" in path:
        raise ValueError("it holds a backslash")
    try:
        unquote(path, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("it holds bytes that are no text") from None
    kept: list[str] = []
    for segment in _ESCAPE.sub(_unescaped, path).split("/"):
        if segment == "..":
            kept = kept[:-1]
        elif segment not in ("", "."):
            if any(_CLIMBS.fullmatch(part) for part in _CUT.split(unquote(segment))):
                raise ValueError("a part of its path may climb")
            kept.append(segment)
    return "".join(f"/{segment}" for segment in kept)


def _unescaped(escape: re.Match[str]) -> str:
    """Return an escaped character itself where that is allowed to stand, else the escape in capitals."""
    digits = escape[1]
    if not re.fullmatch(r"[0-9A-Fa-f]{2}", digits):
        raise ValueError("it holds a % without two digits behind it")
    sign, written = chr(int(digits, 16)), f"%{digits.upper()}"
    if written in _REFUSED:
        raise ValueError(f"it holds {_REFUSED[written]}")
    return sign if sign in _UNRESERVED else written
