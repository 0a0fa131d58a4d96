"""The fix for a sync that would hang."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cmp.argocd.annotations import SYNC_WAVE
from cmp.argocd.held_up import UNCONFIRMED
from cmp.argocd.hooks import integer
from cmp.argocd.stall import Stall
from cmp.argocd.tasks import Task
from cmp.checks.facts import Facts
from cmp.model import Need, Ref
from cmp.text import among, count, pasted

_SWELL = "let Swell order it (plugin name: swell)"
_FEW = 4  # moves that one can make by hand
# What is done to one object, and to several of a kind.
_MAKE = ("make {who} a Sync hook in {where}", "make {who} Sync hooks in {where}")
_FREE = ("make {who} an ordinary object in {where}", "make {who} ordinary objects in {where}")
_PUT = ("put {who} into {where}", "put {who} into {where}")


def fix(facts: Facts, ordered: Facts | None) -> str:
    """Return the fix for a sync that would hang; if it hangs for several reasons, one fix for each.

    Args:
        facts: of the sync that would hang.
        ordered: of the same sync after Swell has ordered it, None if Swell has already done so.
    """
    if ordered and not ordered.stalls:
        moves = list(_moves(facts, ordered))
        return _SWELL + (f", or {', '.join(moves)}" if len(moves) <= _FEW else "")
    return "; ".join(
        dict.fromkeys(
            _going(stall, facts)
            or _absent(stall, facts)
            or _held(stall)
            or _cyclic(stall, facts)
            or _pinned(stall, facts)
            or _plain(stall, facts)
            for stall in _ends(facts)
        )
    )


def _ends(facts: Facts) -> Iterator[Stall]:
    """Yield one stall for each object at the end of a chain."""
    seen: set[Ref] = set()
    for stall in facts.stalls:
        if stall.end not in seen:
            yield stall
        seen |= {stall.end, *(edge.after for edge in (stall.chain if stall.circular else ()))}


def _going(stall: Stall, facts: Facts) -> str:
    """Return the fix where the object at the end of a chain is pruned, or is to be and stays, else ""."""
    if stall.end not in facts.plan.pruned:
        return ""
    if stall.chain:
        return f"keep {stall.end}: render it, or set the sync option Prune=false on it before"
    if stall.cause == UNCONFIRMED:
        return f"confirm it: argocd app confirm-deletion {pasted(facts.application.name)}"
    return f"set the sync option PruneLast=true on {stall.end} before, so that no wave waits for it"


def _absent(stall: Stall, facts: Facts) -> str:
    """Return the fix where the object at the end of a chain is never applied, else ""."""
    applied = stall.end in facts.plan.first
    return "" if applied else f"let a sync apply {stall.end}, or let {stall.chain[-1].after} do without it"


def _held(stall: Stall) -> str:
    """Return the fix where a field keeps the object at the end of a chain from becoming healthy, else ""."""
    return f"change what holds {stall.end} up ({stall.cause.partition(':')[0]})" if stall.cause else ""


def _cyclic(stall: Stall, facts: Facts) -> str:
    """Return the fix where objects can't become ready before each other, so that no order helps, else ""."""
    for cycle in facts.cycles:
        if not set(cycle).isdisjoint(stall.chain) and all(edge.blocks and edge.need is Need.READY for edge in cycle):
            names = among([str(edge.before) for edge in cycle], joint="and")
            without = f"{cycle[-1].after} without {cycle[-1].before}"
            return f"{names} wait for each other, whatever the order: let one do without another, say {without}"
    return ""


def _moves(facts: Facts, ordered: Facts) -> Iterator[str]:
    """Yield each change of order that Swell would make, in words, so that it can be made by hand."""
    here = {ref: turn.task for ref, turn in facts.plan.first.items()}
    moved = [task for ref, (_, _, task) in ordered.plan.first.items() if ref in here and _at(task) != _at(here[ref])]

    def alike(task: Task) -> tuple[tuple[str, str], str]:
        stays = task.hook == here[task.ref].hook and task.phase == here[task.ref].phase
        return _PUT if stays else _MAKE if task.hook else _FREE, task.ref.kind

    for (words, kind), members in groupby(sorted(moved, key=alike), key=alike):
        tasks = list(members)
        alone = len(tasks) == 1
        who = str(tasks[0].ref) if alone else f"the {count(len(tasks), kind)}"
        low, high = min(task.wave for task in tasks), max(task.wave for task in tasks)
        where = f"wave {low}" if low == high else f"waves {low} to {high}"
        yield words[not alone].format(who=who, where=where)


def _at(task: Task) -> tuple[str, int, bool]:
    return task.phase, task.wave, task.hook


def _late(stall: Stall, facts: Facts) -> str:
    """Return the fix where the object at the end of a chain comes too late."""
    return _pinned(stall, facts) or _plain(stall, facts)


def _pinned(stall: Stall, facts: Facts) -> str:
    """Return the fix where a sync-wave annotation keeps an object from coming in time, else ""."""
    waves = {ref: integer(one.head.annotations.get(SYNC_WAVE, "")) for ref, one in facts.objects.by_ref.items()}
    late: Sequence[Ref] = [edge.before for edge in reversed(stall.chain)]
    for ref in late:
        number, step = waves.get(ref), facts.plan.step(ref)
        if number is not None and step.phase == stall.step.phase and number > stall.step.wave:
            return f"sync-wave {number} on {ref} is what breaks it: lower it below {stall.step.wave}"
    return ""


def _plain(stall: Stall, facts: Facts) -> str:
    """Return the fix where no single annotation is the cause."""
    if not stall.chain:
        return f"let {stall.ref} become healthy"
    last = stall.chain[-1]
    if stall.circular:
        return f"remove one of the needs between {last.before} and {last.after}"
    late = facts.plan.step(last.before)
    wave = f"wave {stall.step.wave}" if last.need is Need.EXISTS else f"a wave below {stall.step.wave}"
    if late.phase == stall.step.phase:
        return f"put {last.before} into {wave}"
    if stall.step.phase == "Sync":
        return f"make {last.before} a Sync hook in {wave}"
    return f"make {last.after} a Sync hook in a wave above {late.wave}, where {last.before} is"
