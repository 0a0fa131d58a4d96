"""the sync option Validate=false lets an invalid object be applied.

kubectl then sends what its schema refuses, and the API server drops fields that it does not know without a word.
"""

from collections.abc import Iterator

from cmp.checks.repository.facts import RepositoryFacts
from cmp.model import Finding, Severity

SEVERITY = Severity.INFO


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each Application with that option."""
    for one in facts.applications:
        if "Validate=false" in one.options:
            yield Finding(
                severity=SEVERITY,
                ref=one.ref,
                message="`Validate=false` lets objects be applied that the API server's schema refuses",
                fix="take it out; a single object may say so in its annotation argocd.argoproj.io/sync-options",
                position=one.position,
            )
