"""Checking and parsing the location of a source: known transports and named hosts, without flags or secrets in it.

It is parsed in its normal form, which is also what a policy matches.
"""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from cmp.errors import PullError
from cmp.sources.address import normal
from cmp.sources.model import Source
from cmp.sources.pull.redact import hidden
from cmp.value import Value

_PORTS = {"https": 443, "http": 80}
HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63})*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_URL = re.compile(r"([a-z][a-z0-9]*)://(?:([^/@]*)@)?([^/@]*)(?:/(.*))?")
_SCP = re.compile(r"([^@:/]+)@([^@:/]+):([^:].*)")


class Location(Value):
    """The parts of a location: `host` includes the port, `url` is the location without secrets, to show and to ask."""

    scheme: str
    host: str
    path: str
    url: str


def parsed(source: Source, schemes: Collection[str], *, example: str) -> Location:
    """Return the parts of a source's location; `example` shows one that is right.

    Raises:
        PullError: the transport is unknown, or a part of the location is not allowed.
    """
    _refuse_odd(source)
    try:
        location = normal(source.location)
    except ValueError as problem:
        raise refused(source, f"is not asked: {problem}", example=example) from None
    if "ssh" in schemes and (match := _SCP.fullmatch(location)):
        user, host, path = match.groups()
        scheme = "ssh"
    elif match := _URL.fullmatch(location):
        scheme, user, host, path = (part or "" for part in match.groups())
    else:
        raise refused(source, "is no URL that anything is pulled from", example=example)
    if scheme not in schemes:
        more = ", or set SWELL_LOCAL_SOURCES=true to try http" if scheme == "http" else ""
        raise refused(
            source, f"is {scheme}:, and is pulled over {' or '.join(schemes)} alone", example=f"{example}{more}"
        )
    if user and (scheme != "ssh" or not _USER.fullmatch(user)):
        raise PullError(
            f"the address holds a user's name or a password: {hidden(location)}",
            where=source.alias,
            fix=f"leave out what stands before @: credentials belong in $SWELL_CREDENTIALS/{host}",
        )
    if not HOST.fullmatch(host):
        raise refused(source, "names no host", example=example)
    if "?" in path or "#" in path or any(part.startswith("-") for part in path.split("/")[:1]):
        raise refused(source, "holds a query, a fragment or a flag", example=example)
    return Location(scheme=scheme, host=host, path=path, url=location)


def refused(source: Source, why: str, *, example: str) -> PullError:
    """Return the error for a location that is not asked."""
    message = f"the address {hidden(source.location)} {why}"
    return PullError(message, where=source.alias, fix=f"for {source.kind}: {example}")


def web(*, local: bool) -> tuple[str, ...]:
    """Return the URL schemes that HTTP requests may use."""
    return ("https", "http") if local else ("https",)


def site(url: str) -> tuple[str, str, int] | None:
    """Return the site of a URL, which its credentials are for; None if it may get none."""
    try:
        parts = urlsplit(url)
        if parts.scheme in _PORTS and parts.hostname:
            return parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme]
    except ValueError:
        pass
    return None


def without_port(host: str) -> str:
    """Return a host as its credentials folder is named: Kubernetes can't mount a path with a colon."""
    return host.rpartition(":")[0] or host


def _refuse_odd(source: Source) -> None:
    for text in (source.location, source.asked, source.name):
        if not text.isprintable():
            raise PullError(
                "a character that can't be printed is in its address or revision",
                where=source.alias,
                fix="write them without that character",
            )
        if text.startswith("-"):
            raise PullError(
                f"{hidden(text)} begins with '-', and would be taken for a flag",
                where=source.alias,
                fix="write it without the dash",
            )
