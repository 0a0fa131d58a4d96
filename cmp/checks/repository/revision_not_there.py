"""a source names a branch, tag or commit that its repository does not have.

Argo CD can't compare the Application then ("unable to resolve ... to a commit SHA"). A range of versions, as `1.2.*`,
has to fit a tag; `origin/main` and `HEAD~1` are names of a checkout, which no server knows. Only the repository is
looked at that the Application lies in, and only a checkout with all branches and tags: a shallow or partial one can't
tell. Rules: lsRemote in util/git/client.go of Argo CD 3.6.1.
"""

from collections.abc import Iterator

from cmp.checks.repository.facts import RepositoryFacts, and_others
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
_NEW = "if it is new, `git fetch --tags` brings it"


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each such revision."""
    for named, group in facts.naming(lambda one: not one.commit):
        yield Finding(
            severity=SEVERITY,
            ref=group[0].ref,
            message=f"targetRevision {named.revision!r} is no branch, tag or commit here{and_others(group)}",
            fix=f"{named.near or 'correct it'}; {_NEW}",
            position=group[0].position,
        )
