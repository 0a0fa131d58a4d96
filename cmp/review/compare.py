"""Compares two sides of an application: objects added, removed and changed, and their places in the sync."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from typing import Any

from cmp.argocd.plan import Plan
from cmp.manifests import alignment
from cmp.manifests.diff import Field
from cmp.manifests.fields import document
from cmp.model import Manifest, Ref
from cmp.review.dangers.registry import dangers
from cmp.review.images import images
from cmp.review.mask import Mask
from cmp.review.model import Causes, Change, Changed, Move, Review, Side
from cmp.review.noise import is_noise, told_apart
from cmp.review.rolls import rolls

_NO_CAUSES: Causes = {}
_NEVER = "never applied by a sync"


def review(app: str, old: Side, new: Side, causes: Causes = _NO_CAUSES) -> Review:
    """Return all that differs between two sides; `causes` are the values behind changed fields, where known."""
    alignment.renew()
    mask = Mask([*old.objects, *new.objects])
    found = tuple(_changed(old, new, mask, causes))
    return Review(
        app=app,
        old=old,
        new=new,
        added=tuple(sorted(new.by_ref.keys() - old.by_ref.keys())),
        removed=tuple(sorted(old.by_ref.keys() - new.by_ref.keys())),
        changed=found,
        moves=tuple(_moves(old, new)),
        rolls=rolls(old, new, causes),
        images=tuple(images(old, new)),
        dangers=dangers(old, new),
    )


def _changed(old: Side, new: Side, mask: Mask, causes: Causes) -> Iterator[Changed]:
    """Yield the objects on both sides that differ; those that differ in comments or in layout alone do not."""
    for ref in sorted(old.by_ref.keys() & new.by_ref.keys()):
        before, after = old.by_ref[ref], new.by_ref[ref]
        if before.text == after.text or document(before) == document(after):
            continue
        found = list(told_apart(document(before), document(after)))
        changes = tuple(_change(ref, field, mask, causes) for field in found if not is_noise(field))
        folded = tuple(field.path for field in found if is_noise(field))
        yield Changed(ref=ref, changes=changes or _another_order(before, after, folded), folded=folded)


def _change(ref: Ref, field: Field, mask: Mask, causes: Causes) -> Change:
    old, new = mask.shown(ref, field)
    path = field.path.replace("\n", "\\n").replace("\r", "\\r")  # a key may hold the end of a line
    return Change(path=path, old=old, new=new, diff=_lines(old, new), cause=causes.get((ref, field.path)))


def _lines(old: Any, new: Any) -> tuple[str, ...]:
    """Return the lines of two texts that differ, as in a diff; none if neither has several lines."""
    if not (isinstance(old, str) and isinstance(new, str)) or "\n" not in old + new:
        return ()
    ours, theirs = old.splitlines(), new.splitlines()
    if not alignment.is_quick(ours, theirs, but_frequent=True):
        return _ends(ours, theirs)
    told = unified_diff(ours, theirs, lineterm="", n=0)
    return tuple(line for line in list(told)[2:] if not line.startswith("@@"))


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Return all lines between the first and the last that differ: first the old ones, then the new ones."""
    least = min(len(old), len(new))
    start = next((at for at in range(least) if old[at] != new[at]), least)
    end = next((at for at in range(least - start) if old[-1 - at] != new[-1 - at]), least - start)
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    return (*(f"-{line}" for line in gone), *(f"+{line}" for line in come))


def _another_order(before: Manifest, after: Manifest, folded: tuple[str, ...]) -> tuple[Change, ...]:
    """Return the change of an object in which only the order of named elements differs; none if noise differs."""
    if folded or document(before).keys() != document(after).keys():
        return ()
    place = next((key for key, value in document(before).items() if value != document(after)[key]), "")
    return (Change(path=place, old="elements in one order", new="the same elements in another order"),)


def _moves(old: Side, new: Side) -> Iterator[Move]:
    before, after = _places(old.plan), _places(new.plan)
    for ref in sorted(old.by_ref.keys() & new.by_ref.keys()):
        one, other = before.get(ref, _NEVER), after.get(ref, _NEVER)
        if one != other:
            yield Move(ref=ref, old=one, new=other)


def _places(plan: Plan) -> Mapping[Ref, str]:
    """Return where each object stands in a sync, in words; a hook may stand in several phases."""
    found: dict[Ref, list[str]] = {}
    for task in (*plan.tasks, *plan.on_failure):
        place = f"{task.phase}, wave {task.wave}{', a hook' if task.hook else ''}"
        found.setdefault(task.ref, []).append(place)
    return {ref: " and ".join(places) for ref, places in found.items()}
