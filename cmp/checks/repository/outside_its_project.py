"""a source or destination is not one that the AppProject allows.

Argo CD then refuses the Application (InvalidSpecError) before it renders anything. Only AppProjects of the same files
are looked at. In `sourceRepos` a `*` stops at a slash, and `**` does not; what begins with `!` denies. A cluster that
the one names and the other has by its address can't be compared here, but for in-cluster. After a million comparisons
an info names each Application that is not compared. Rules: IsSourcePermitted and IsDestinationPermitted in
pkg/apis/application/v1alpha1/app_project_types.go of Argo CD 3.6.1.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.checks.repository.facts import Comparisons, Deployed, RepositoryFacts, listed, mapping
from cmp.checks.repository.project_scope import allows_destination, allows_source
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each source, and for a destination."""
    projects = {mapping(one.get("metadata")).get("name"): mapping(one.get("spec")) for one in facts.projects}
    comparisons = Comparisons()
    for one in facts.applications:
        name = one.project
        if name not in projects:
            continue
        globs = sum(len(listed(projects[name].get(field))) for field in ("sourceRepos", "destinations"))
        if not comparisons.take(globs * (1 + len(one.sources))):
            yield comparisons.lacking(
                one,
                f"it is not compared with AppProject/{name}",
                "name fewer sources and destinations in it, or fewer files at once",
            )
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
    addresses = dict.fromkeys(str(source.get("repoURL", "")) for source in one.sources)
    globs = [str(glob) for glob in listed(project.get("sourceRepos"))]
    yield from (f"source {address}" for address in addresses if not allows_source(globs, address))
    if not allows_destination(listed(project.get("destinations")), one.destination):
        yield f"destination {one.cluster or 'without a cluster'}, namespace {one.destination.get('namespace', '')!r}"
