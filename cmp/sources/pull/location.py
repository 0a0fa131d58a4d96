"""Checking and parsing the location of a source: known transports and named hosts, without flags or secrets in it.

It is parsed in its normal form, which is also what a policy matches.
"""

import re
from urllib.parse import urlsplit

from cmp.errors import PullError
from cmp.sources.address import normal
from cmp.sources.model import Source
from cmp.sources.pull.redact import hidden
from cmp.value import Value

# The schemes of each kind, and the additional ones with SWELL_LOCAL_SOURCES.
_SCHEMES = {"git": ("https", "ssh"), "oci": ("oci",), "helm": ("https",)}
_LOCAL = {"git": ("http",), "oci": (), "helm": ("http",)}
_EXAMPLES = {
    "git": "https://git.example.com/team/repo.git, ssh://git@git.example.com/team/repo.git or git@git.example.com:repo",
    "oci": "oci://registry.example.com/charts/web",
    "helm": "https://charts.example.com",
}
_PORTS = {"https": 443, "http": 80}
HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63})*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_URL = re.compile(r"([a-z][a-z0-9]*)://(?:([^/@]*)@)?([^/@]*)(?:/(.*))?")
_SCP = re.compile(r"([^@:/]+)@([^@:/]+):([^:].*)")
_REPOSITORY = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*")
_CHART = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Location(Value):
    """The parts of a location: `host` includes the port, `url` is the location without secrets, to show and to ask."""

    scheme: str
    host: str
    path: str
    url: str


def checked(source: Source, *, local: bool) -> Location:
    """Return the parts of a source's location.

    Raises:
        PullError: the transport is unknown, or a part of the location is not allowed.
    """
    if source.kind not in _SCHEMES:
        raise PullError(f"no source is of kind {source.kind!r}", where=source.alias, fix="git, oci or helm")
    for text in (source.location, source.asked, source.name):
        if not text.isprintable():
            raise PullError(
                "a sign that can't be printed is in its location or revision",
                where=source.alias,
                fix="write them without that sign",
            )
        if text.startswith("-"):
            raise PullError(
                f"{hidden(text)} begins with '-', and would be taken for a flag",
                where=source.alias,
                fix="write it without the dash",
            )
    location = _parsed(source, (*_SCHEMES[source.kind], *(_LOCAL[source.kind] if local else ())))
    if source.kind == "oci" and not _REPOSITORY.fullmatch(location.path):
        raise _refused(source, "names no repository of a registry")
    if source.kind == "helm" and not _CHART.fullmatch(source.name):
        raise PullError(
            "a Helm repository needs the chart's `name`",
            where=source.alias,
            here=source.name,
            fix="add `chart: NAME` to the source",
        )
    return location


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


def _parsed(source: Source, schemes: tuple[str, ...]) -> Location:
    try:
        location = normal(source.location)
    except ValueError as problem:
        raise _refused(source, f"is not asked: {problem}") from None
    if source.kind == "git" and (match := _SCP.fullmatch(location)):
        user, host, path = match.groups()
        scheme = "ssh"
    elif match := _URL.fullmatch(location):
        scheme, user, host, path = (part or "" for part in match.groups())
    else:
        raise _refused(source, "is no URL that anything is pulled from")
    if scheme not in schemes:
        raise _refused(source, f"is {scheme}:, which nothing is pulled by")
    if user and (scheme != "ssh" or not _USER.fullmatch(user)):
        raise PullError(
            f"the location holds a user's name or a password: {hidden(location)}",
            where=source.alias,
            fix=f"leave out what stands before @: credentials belong in $SWELL_CREDENTIALS/{host}",
        )
    if not HOST.fullmatch(host):
        raise _refused(source, "names no host")
    if "?" in path or "#" in path or any(part.startswith("-") for part in path.split("/")[:1]):
        raise _refused(source, "holds a query, a fragment or a flag")
    if not path and source.kind == "git":
        raise _refused(source, "names no repository")
    return Location(scheme=scheme, host=host, path=path, url=location)


def _refused(source: Source, why: str) -> PullError:
    fix = f"for {source.kind}: {_EXAMPLES[source.kind]}"
    return PullError(f"the location {hidden(source.location)} {why}", where=source.alias, fix=fix)
