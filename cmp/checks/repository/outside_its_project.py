"""a source or destination is not one that the AppProject allows.

Argo CD then refuses the Application (InvalidSpecError) before it renders anything. Only AppProjects of the same files
are looked at. Rules: IsSourcePermitted and IsDestinationPermitted in pkg/apis/application/v1alpha1/app_project_types.go
of Argo CD 3.6.1: globs, of which one that begins with `!` denies.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from cmp.checks.repository.facts import Deployed, RepositoryFacts, listed, mapping
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each source, and for a destination."""
    projects = {mapping(one.get("metadata")).get("name"): mapping(one.get("spec")) for one in facts.projects}
    for one in facts.applications:
        name = one.project
        if name not in projects:
            continue
        for what in _outside(one, projects[name]):
            yield Finding(
                severity=SEVERITY,
                ref=one.ref,
                message=f"AppProject/{name} allows no {what}",
                fix=f"add it to AppProject/{name}, or name another project",
                position=one.position,
            )


def _outside(one: Deployed, project: Mapping[str, Any]) -> Iterator[str]:
    addresses = dict.fromkeys(_bare(str(source.get("repoURL", ""))) for source in one.sources)
    allowed = [_bare(str(glob)) for glob in listed(project.get("sourceRepos"))]
    yield from (f"source {address}" for address in addresses if not _permits(allowed, address))
    if not _goes(one.destination, listed(project.get("destinations"))):
        yield f"destination {one.cluster or 'without a cluster'}, namespace {one.destination.get('namespace', '')!r}"


def _bare(address: str) -> str:
    return address.removesuffix(".git")


def _permits(globs: Sequence[str], word: str) -> bool:
    denied = any(glob.startswith("!") and fnmatchcase(word, glob[1:]) for glob in globs)
    return not denied and any(fnmatchcase(word, glob) for glob in globs if not glob.startswith("!"))


def _goes(where: Mapping[str, Any], allowed: Sequence[Any]) -> bool:
    """Tell whether a destination is allowed: by one entry, and denied by none."""
    fits = [entry for entry in allowed if isinstance(entry, dict)]
    if any(_denies(entry, where) for entry in fits):
        return False
    return any(all(_fits(entry, where, key) for key in ("cluster", "namespace")) for entry in fits)


def _fits(entry: Mapping[str, Any], where: Mapping[str, Any], key: str) -> bool:
    if key == "namespace":
        return fnmatchcase(str(where.get("namespace") or ""), str(entry.get("namespace") or ""))
    if where.get("server"):
        return fnmatchcase(str(where["server"]), str(entry.get("server") or ""))
    return fnmatchcase(str(where.get("name") or ""), str(entry.get("name") or ""))


def _denies(entry: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    return any(
        (said := str(entry.get(key) or "")).startswith("!") and fnmatchcase(str(where.get(key) or ""), said[1:])
        for key in ("server", "name", "namespace")
    )
