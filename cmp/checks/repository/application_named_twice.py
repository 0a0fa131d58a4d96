"""two Applications have one name and one namespace.

To Argo CD they are one object: the file that was applied last counts, and a root app with both flips between them.
Applications that name different environments, or different clusters, are taken for those of two Argo CDs.
"""

from collections.abc import Iterator

from cmp.checks.repository.facts import RepositoryFacts
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each further Application of a name."""
    keys = [(one.home, one.name, one.environment, one.cluster) for one in facts.applications]
    for first, *others in facts.groups(*keys):
        for other in others:
            yield Finding(
                severity=SEVERITY,
                ref=other.ref,
                message=f"{first.file} has an Application of this name and namespace, too: to Argo CD they are one",
                fix="give one of them another name, or delete it",
                position=other.position,
            )
