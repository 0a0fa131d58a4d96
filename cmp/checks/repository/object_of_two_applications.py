"""two Applications render one object.

Each sync takes it over from the other one (SharedResourceWarning), with self-heal without end; the one that is deleted
or prunes takes it away from both. What is compared is what they render, with its namespace and cluster, and not which
folders they name. Of two Applications of one name application-named-twice tells.
"""

from collections.abc import Iterator

from cmp.checks.repository.facts import Deployed, RepositoryFacts
from cmp.model import Finding, Ref, Severity
from cmp.text import among, count

SEVERITY = Severity.ERROR
_SHOWN = 3


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each pair of Applications that have objects in common."""
    owners: dict[tuple[str, str, Ref], Deployed] = {}
    shared: dict[tuple[int, int], list[Ref]] = {}
    number = {id(one): index for index, one in enumerate(facts.applications)}
    for one in facts.applications:
        for ref in one.objects:
            first = owners.setdefault((one.environment, one.cluster, ref), one)
            if first is not one and (first.home, first.name) != (one.home, one.name):
                shared.setdefault((number[id(first)], number[id(one)]), []).append(ref)
    for (first_number, second_number), refs in shared.items():
        first, second = facts.applications[first_number], facts.applications[second_number]
        names = [str(ref) for ref in refs[:_SHOWN]]
        more = [count(len(refs) - _SHOWN, "more object")] if len(refs) > _SHOWN else []
        yield Finding(
            severity=SEVERITY,
            ref=second.ref,
            message=f"Application/{first.name} ({first.file}) renders {among([*names, *more])}, too",
            fix="let one of them have it: two Applications take it from each other",
            position=second.position,
        )
