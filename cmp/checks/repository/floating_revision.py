"""a source names a range of versions.

Argo CD takes the newest version that fits, at each comparison: what is deployed changes without a commit, and no commit
brings it back. A branch moves too, but by commits that can be seen and reverted.
"""

from collections.abc import Iterator

from cmp.checks.repository.facts import Deployed, RepositoryFacts, and_others
from cmp.model import Finding, Severity

SEVERITY = Severity.INFO
_SIGNS = frozenset("*^~<>=")
"""No name of a branch or tag has the first three, and no version any (git check-ref-format, semver.org)."""


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each range of a chart or repository."""
    found: dict[tuple[str, ...], list[Deployed]] = {}
    for one in facts.applications:
        for source in one.sources:
            key = tuple(str(source.get(name) or "") for name in ("repoURL", "chart", "targetRevision"))
            if _SIGNS & set(key[-1]):
                found.setdefault(key, []).append(one)
    for (_, chart, revision), group in found.items():
        yield Finding(
            severity=SEVERITY,
            ref=group[0].ref,
            message=f"targetRevision {revision!r} of {chart or 'its repository'} is a range{and_others(group)}",
            fix="name the version that is meant, and let a bot raise it",
            position=group[0].position,
        )
