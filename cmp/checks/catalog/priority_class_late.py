"""a PriorityClass or RuntimeClass is applied after the pods that name it.

Within a wave Argo CD applies the kinds of its list first, and these two are not on it, while Helm applies a
PriorityClass first. The API server refuses a pod with an unknown class. A Deployment's controller tries again until the
class exists; a bare Pod fails the sync.

Put the class into an earlier wave than its pods.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import CLASSES
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find pods that name a class of this application before it is applied."""
    plan = facts.plan
    uses = [(pod.ref, use) for pod in facts.objects.index.pods for use in pod.uses if use.kind in CLASSES]
    for ref, use in uses:
        named = facts.objects.index.wide(use.group, use.kind, use.name)
        late = named.ref if named else None
        if late is None or late not in plan.first or ref not in plan.first:
            continue
        if plan.place(late) >= plan.place(ref):
            awaited = plan.awaited.get(ref)
            hangs = awaited is not None and awaited < plan.place(late)[0]
            yield Finding(
                severity=Severity.ERROR if ref.kind == "Pod" or hangs else SEVERITY,
                ref=ref,
                message=f"its pods name {late}, which is applied after it: in {plan.step(late).name}",
                fix=f"put {late} into an earlier wave, {facts.by_rule(f'`wave: {plan.step(ref).wave - 1}`')}",
                fails=ref.kind == "Pod",
            )
