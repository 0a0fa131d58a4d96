"""a source names a tag or commit, and another one is checked out: what is judged is not what will be synced.

Swell renders the files that are here. To judge another revision, check it out beside (`git worktree add ../there
v1.2.0`). A branch is taken for the one that this checkout is to be merged into.
"""

from collections.abc import Iterator

from cmp.checks.repository.facts import RepositoryFacts, and_others
from cmp.model import Finding, Severity

SEVERITY = Severity.INFO
_SHORT = 7


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each such revision."""
    for named, group in facts.naming(lambda one: one.elsewhere):
        commit = named.commit[:_SHORT]
        yield Finding(
            severity=SEVERITY,
            ref=group[0].ref,
            message=f"targetRevision {named.revision!r} is {commit}, which is not checked out: the files here are "
            f"judged{and_others(group)}",
            fix=f"judge it there: git worktree add ../there {commit}",
            position=group[0].position,
        )
