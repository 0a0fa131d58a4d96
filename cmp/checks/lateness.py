"""Finds needs that the sync meets too late, and the most specific check that reports each."""

from collections.abc import Iterable, Iterator
from enum import Enum, auto

from cmp.argocd.plan import Plan
from cmp.argocd.stall import Stall
from cmp.model import Edge, Need, Reason, Ref, Severity, Strength
from cmp.order.solver.cycles import Cycle
from cmp.value import Value


class Sort(Enum):
    """What makes a need late; a check of the catalog tells of each."""

    POST_SYNC = auto()
    PRODUCER = auto()
    HOOK = auto()
    WAVE = auto()
    WEBHOOK = auto()
    PRIORITY = auto()
    TEMPLATE = auto()


CLASSES = ("PriorityClass", "RuntimeClass")
TEMPLATES = ("ClusterWorkflowTemplate", "WorkflowTemplate")
_WEBHOOKS = (Reason.ADMISSION, Reason.CONVERSION)
_CLAIM = "PersistentVolumeClaim"


class Late(Value):
    """A need that the sync meets too late, and what makes it late; a step waits for the object `held`."""

    edge: Edge
    sort: Sort
    severity: Severity
    held: Ref


def late(edges: Iterable[Edge], plan: Plan, stalls: Iterable[Stall], cycles: Iterable[Cycle]) -> Iterator[Late]:
    """Yield the needs that are met too late: as an error where the sync surely hangs, as a warning where it may fail.

    Cycles are left out, since `dependency-cycle` reports them.
    """
    turns = plan.first
    held = {stall.chain[-1]: stall.ref for stall in reversed(list(stalls)) if stall.chain}
    circling = {edge for cycle in cycles for edge in cycle}
    for edge in edges:
        if edge in circling or edge.before not in turns or edge.after not in turns:
            continue
        if edge.after.kind == _CLAIM and edge.reason is Reason.REFERENCE:  # the check for those tells it better
            continue
        severity = _severity(plan, edge)
        if severity and edge in held and turns[edge.before].step > turns[edge.after].step:
            yield Late(edge=edge, sort=_sort(plan, edge), severity=Severity.ERROR, held=held[edge])
        elif severity:
            yield Late(edge=edge, sort=_sort(plan, edge), severity=severity, held=edge.after)


def _severity(plan: Plan, edge: Edge) -> Severity | None:
    """Return the severity of the time at which `before` is applied; None if that is early enough."""
    (before, first), (after, second) = plan.place(edge.before), plan.place(edge.after)
    if before < after or (before == after and edge.need is Need.EXISTS and first < second):
        return None
    waiting = plan.awaited.get(edge.after)
    if before > after and edge.blocks and waiting is not None and waiting < before:
        return Severity.ERROR
    if edge.reason in _WEBHOOKS and before > after:
        return Severity.WARNING
    if edge.strength is Strength.MUST and not (before == after and edge.blocks):
        return Severity.WARNING
    # Within one step an object that can't start without another waits for it by itself.
    return Severity.INFO if edge.strength is Strength.MUST or before > after else None


def _sort(plan: Plan, edge: Edge) -> Sort:
    if edge.reason in _WEBHOOKS:
        return Sort.WEBHOOK
    if edge.before.kind in CLASSES:
        return Sort.PRIORITY
    if edge.before.kind in TEMPLATES:
        return Sort.TEMPLATE
    before, after = plan.step(edge.before), plan.step(edge.after)
    if before.phase == "PostSync" and after.phase == "Sync":
        return Sort.POST_SYNC
    if edge.reason is Reason.PRODUCER:
        return Sort.PRODUCER
    return Sort.HOOK if edge.after in plan.hooks else Sort.WAVE
