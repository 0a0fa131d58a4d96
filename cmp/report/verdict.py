"""The verdict on a sync in words: whether it can finish, at what cost, or where it would hang and why."""

from collections.abc import Iterator, Sequence

from cmp.argo import names
from cmp.argo.classify import own_hook_types
from cmp.argo.simulate import Step
from cmp.argo.verdict import Stall, given_up
from cmp.model import Ref
from cmp.report.account import Account
from cmp.report.changes import changes
from cmp.report.columns import count, spelled
from cmp.report.naming import labels, listed
from cmp.report.reasons import said

FINISHES = "CAN FINISH"
HANGS = "WOULD HANG"


def verdict(account: Account) -> str:
    """Return the verdict, and for a sync that hangs where."""
    if not account.stalls:
        return FINISHES
    return f"{HANGS} in {place(account.stalls[0].step)}, {duration(account)}"


def duration(account: Account) -> str:
    """Return how long a sync hangs."""
    end = given_up(account.stalls)
    return f"and fail after {end.seconds} s ({end.field})" if end else "for ever (Argo CD sets no time limit)"


def place(step: Step) -> str:
    """Return what a step is called in a sentence."""
    return f"{step.phase}, wave {step.wave}"


def cost(account: Account) -> str:
    """Return what a sync takes at least."""
    plan = account.plan
    jobs = len({gate.ref for step in plan.steps for gate in step.gates if gate.ref.kind == "Job"})
    waits = [f"{plan.delay} s" if plan.delay else "", spelled(jobs, "Job") if jobs else ""]
    least = " and ".join(filter(None, waits))
    return count(len(plan.steps), "wave") + (f", at least {least}" if least else "")


def extent(account: Account) -> str:
    """Return how many objects there are, and how many Swell changed."""
    changed = len(changes(account.arranged))
    return count(len(account.refs), "object") + (f", {changed} changed" if changed else "")


def told(account: Account) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield each reason why a sync hangs: objects and what holds them up, the last one with why that comes too late."""
    names_of = labels(account.refs)
    for group in _grouped(account.stalls):
        stall = group[0]
        links = [(names_of.get(edge.after, str(edge.after)), said(edge)) for edge in stall.chain]
        last = stall.chain[-1].before if stall.chain else stall.ref
        end = [] if _circular(stall) else [(names_of.get(last, str(last)), stall.cause or _late(last, stall, account))]
        shown = {edge.after for edge in stall.chain}
        others = [other.ref for other in group[1:] if other.ref not in shown]
        yield (
            *links,
            *end,
            *([("", "they wait for each other")] if _circular(stall) else []),
            *([("", f"and {listed(others)} likewise")] if others else []),
        )


def _grouped(stalls: Sequence[Stall]) -> list[list[Stall]]:
    """Return the stalls in groups of one end; the longest chain of each first, since it holds what the others say."""
    groups: dict[tuple[Ref, str], list[Stall]] = {}
    for stall in stalls:
        end = stall.chain[-1].before if stall.chain else stall.ref
        groups.setdefault((end, stall.cause), []).append(stall)
    return [sorted(group, key=lambda stall: -len(stall.chain)) for group in groups.values()]


def _circular(stall: Stall) -> bool:
    return bool(stall.chain) and stall.chain[-1].before in [edge.after for edge in stall.chain]


def _late(ref: Ref, stall: Stall, account: Account) -> str:
    """Return why an object starts only after what waits for it."""
    awaited = f"the {stall.ref.kind} {'has completed' if stall.ref.kind == 'Job' else 'is healthy'}"
    step, manifest = account.starts[ref], account.first[ref].manifest
    annotations = manifest.head.annotations if manifest else {}
    if account.first[ref].hook and not own_hook_types(annotations):
        words = annotations.get(names.HELM_HOOK, "")
        return f"{words} means {step.phase}: it starts when {awaited}"
    if step.phase == stall.step.phase:
        return f"it is in wave {step.wave}, which starts when {awaited}"
    if account.first[ref].hook:
        return f"a {step.phase} hook: it starts when {awaited}"
    return f"no hook, and so it is applied in {step.phase}, when {awaited}"
