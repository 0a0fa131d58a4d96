"""What to do about a sync that would hang."""

from collections.abc import Iterable, Sequence

from cmp.argo.classify import integer
from cmp.argo.names import SYNC_WAVE
from cmp.argo.verdict import Stall
from cmp.checks.facts import Facts
from cmp.model import Ref
from cmp.report.columns import count

_SWELL = "let Swell order it (plugin name: swell)"


def cure(facts: Facts, ordered: Facts | None) -> str:
    """Return the cure.

    Args:
        facts: of the sync that would hang.
        ordered: of what Swell would make of it, None where it was ordered by Swell already.
    """
    causes = list(dict.fromkeys(stall.cause for stall in facts.stalls if stall.cause))
    if causes:
        return f"change what holds {_ends(facts.stalls)} up ({causes[0].partition(':')[0]})"
    if ordered and not ordered.stalls:
        moved, pinned = _moved(facts, ordered), _pinned(facts)
        return _SWELL + (f", or {moved}" if moved else f"; {pinned}" if pinned else "")
    return _pinned(facts) or _plain(facts.stalls[0], facts)


def _ends(stalls: Iterable[Stall]) -> str:
    ends = (stall.chain[-1].before if stall.chain else stall.ref for stall in stalls if stall.cause)
    return ", ".join(map(str, dict.fromkeys(ends)))


def _moved(facts: Facts, ordered: Facts) -> str:
    """Return which hooks Swell moves into the Sync phase and where to, for those who rather do it by hand."""
    here = {task.ref: task for step in facts.plan.steps for task in step.tasks if task.hook and task.phase != "Sync"}
    tasks = [task for step in ordered.plan.steps for task in step.tasks]
    there = [task for task in tasks if task.hook and task.phase == "Sync" and task.ref in here]
    if not there:
        return ""
    waves = sorted({task.wave for task in there})
    where = f"wave {waves[0]}" if len(waves) == 1 else f"waves {waves[0]} to {waves[-1]}"
    if len(there) == 1:
        return f"make {there[0].ref} a Sync hook in {where}, after what it needs"
    kinds = {task.ref.kind for task in there}
    hooks = count(len(there), kinds.pop() if len(kinds) == 1 else "hook")
    return f"make the {hooks} Sync hooks in {where}, after what they need"


def _pinned(facts: Facts) -> str:
    """Return which wave of an author or a rule keeps an object from coming in time."""
    waves = {manifest.ref: integer(manifest.head.annotations.get(SYNC_WAVE, "")) for manifest in facts.manifests}
    for stall in facts.stalls:
        late: Sequence[Ref] = [edge.before for edge in reversed(stall.chain)]
        for ref in late:
            number = waves.get(ref)
            step = next(step for step in facts.plan.steps if any(task.ref == ref for task in step.tasks))
            if number is not None and step.phase == stall.step.phase and number > stall.step.wave:
                return f"sync-wave {number} on {ref} is what breaks it: lower it below {stall.step.wave}"
    return ""


def _plain(stall: Stall, facts: Facts) -> str:
    """Return what would have to be otherwise, where no single annotation is to blame."""
    if not stall.chain:
        return f"let {stall.ref} become healthy"
    last = stall.chain[-1]
    if last.before in [edge.after for edge in stall.chain]:
        return f"remove one of the needs between {last.before} and {last.after}"
    late = next(task for step in facts.plan.steps for task in step.tasks if task.ref == last.before)
    if late.phase == stall.step.phase:
        return f"put {late.ref} into a wave below {stall.step.wave}"
    if stall.step.phase == "Sync":
        return f"make {late.ref} a Sync hook in a wave below {stall.step.wave}"
    return f"make {last.after} a Sync hook in a wave above {late.wave}, where {late.ref} is"
