"""The verdict on a sync in words: whether it can finish and at what cost, or where it hangs and why."""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from cmp.argocd.annotations import HELM_HOOK
from cmp.argocd.deadlock import fails_at_once, given_up
from cmp.argocd.hooks import own_hook_types
from cmp.argocd.stall import Stall
from cmp.argocd.timing import least, most
from cmp.model import Ref, UnclearNeed
from cmp.report.changes import changes
from cmp.report.names import labels, listed, said
from cmp.report.sync import SyncReport
from cmp.text import count, spelled

FINISHES = "CAN FINISH"
HANGS = "WOULD HANG"
FAILS = "WOULD FAIL"
UNCLEAR = "UNCLEAR"


def verdict(report: SyncReport) -> str:
    """Return the verdict on a sync in one word or two."""
    end = given_up(report.stalls)
    if report.stalls and not (fails_at_once(report.stalls) or (end and end.fails)):
        return HANGS
    if report.stalls or report.failures:
        return FAILS
    return UNCLEAR if report.unclear else FINISHES


def headline(report: SyncReport) -> str:
    """Return the verdict, and for a sync that hangs the place and the time."""
    return f"{verdict(report)} {where(report)}".rstrip()


def where(report: SyncReport) -> str:
    """Return where a sync hangs and for how long, or where it keeps failing; "" if it does neither."""
    if not report.stalls:
        return ""
    if fails_at_once(report.stalls):
        return f"in {report.stalls[0].step.name}, at each try"
    end = given_up(report.stalls)
    lasting = f"and fail after {end.seconds} s ({end.field})" if end else "for ever (Argo CD sets no time limit)"
    lasting = f"after {end.seconds} s at the latest ({end.field})" if end and end.fails else lasting
    return f"in {report.stalls[0].step.name}, {lasting}"


def cost(report: SyncReport) -> str:
    """Return the minimum cost of a sync; both ends of it where Argo CD may look late, since it sees no change."""
    plan = report.plan
    jobs = len({gate.ref for step in plan.steps for gate in step.gates if gate.ref.kind == "Job"})
    low, high = least(plan), most(plan)
    waits = [f"{low} s" if low else "", spelled(jobs, "Job") if jobs else ""]
    told = " and ".join(filter(None, waits))
    late = f", up to {high} s by Argo CD's looks alone" if high > low else ""
    return count(len(plan.steps), "wave") + (f", at least {told}" if told else "") + late


def extent(report: SyncReport) -> str:
    """Return the number of objects, and of those that Swell changed, counted as `generate` does."""
    changed = len(changes(report.arranged))
    return objects(report) + (f", {changed} changed" if changed else "")


def objects(report: SyncReport) -> str:
    """Return the number of rendered objects, without a namespace that Argo CD itself creates."""
    return count(len(report.arranged.manifests), "object")


def told(report: SyncReport) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield each reason why a sync hangs: the waiting objects, then the one that comes too late and why.

    For a sync that fails: the objects that make it fail; for one that is unclear: the two objects of each need.
    """
    names_of = labels(report.refs)
    if not report.stalls and report.failures:
        yield tuple((names_of.get(one.ref, str(one.ref)) if one.ref else "", one.message) for one in report.failures)
    if verdict(report) == UNCLEAR:
        yield from _unclear(report, names_of)
    for group in _grouped(report.stalls):
        stall = group[0]
        links = [(names_of.get(edge.after, str(edge.after)), said(edge)) for edge in stall.chain]
        end = (
            []
            if stall.circular
            else [(names_of.get(stall.end, str(stall.end)), stall.cause or _late(stall.end, stall.ref, report))]
        )
        shown = {edge.after for edge in stall.chain}
        others = [other.ref for other in group[1:] if other.ref not in shown]
        yield (
            *links,
            *end,
            *([("", "they wait for each other")] if stall.circular else []),
            *([("", f"and {listed(others)} likewise")] if others else []),
        )


def _unclear(report: SyncReport, names: Mapping[Ref, str]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield each hook that comes too late: the first workload that may need it, the reason, the other workloads."""
    alike: dict[Ref, list[UnclearNeed]] = {}
    for one in report.unclear:
        alike.setdefault(one.before, []).append(one)
    for hook, (first, *others) in alike.items():
        yield (
            (names[first.after], first.why),
            (names[hook], _late(hook, first.after, report)),
            *([("", f"and {listed([one.after for one in others])} likewise")] if others else []),
        )


def _grouped(stalls: Sequence[Stall]) -> list[list[Stall]]:
    """Return stalls grouped by their last object; the longest chain of each first, since it includes the others."""
    groups: dict[Hashable, list[Stall]] = {}
    for stall in stalls:
        end = frozenset(edge.after for edge in stall.chain) if stall.circular else stall.end
        groups.setdefault((end, stall.cause), []).append(stall)
    return [sorted(group, key=lambda stall: -len(stall.chain)) for group in groups.values()]


def _late(ref: Ref, waiting: Ref, report: SyncReport) -> str:
    """Return the reason why an object starts only after the one that waits for it."""
    awaited = f"the {waiting.kind} {'has completed' if waiting.kind == 'Job' else 'is healthy'}"
    step, task = report.plan.step(ref), report.plan.first[ref].task
    annotations = task.manifest.head.annotations if task.manifest else {}
    if task.hook and not own_hook_types(annotations):
        words = annotations.get(HELM_HOOK, "")
        return f"{words} means {step.phase}: it starts when {awaited}"
    if step.phase == report.plan.step(waiting).phase:
        return f"it is in wave {step.wave}, which starts when {awaited}"
    if task.hook:
        return f"a {step.phase} hook: it starts when {awaited}"
    return f"no hook, and so it is applied in {step.phase}, when {awaited}"
