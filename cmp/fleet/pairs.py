"""The applications of two trees of one repository, in pairs: what each was, and what it is now."""

import os
from collections.abc import Callable, Sequence

from cmp.errors import SwellError
from cmp.fleet.members import Member
from cmp.fleet.ways import ToRender
from cmp.value import Value


class Compared(ToRender):
    """What to render now, and what it was, None where the application was not there.

    Where it could not be asked for, `broken` is why.
    """

    was: ToRender | None = None
    broken: SwellError | None = None


class Pairs(Value):
    """The members of now, each with a Compared to render, and the older ones that have no counterpart."""

    now: tuple[Member, ...]
    gone: tuple[Member, ...]


def paired(old: Sequence[Member], new: Sequence[Member], shown: Callable[[str], str]) -> Pairs:
    """Return the members of two trees in pairs.

    An application is known by its file, or folder, with its name and namespace; of what is left then, by name and
    namespace, if one is left in each tree: it has moved to another file.

    Args:
        old: the members of the older tree.
        new: those of the newer one.
        shown: returns a path in either tree relative to the tree.
    """
    there = _by([*enumerate(old)], lambda one: (_place(one, shown), *_called(one)))
    known: dict[int, int] = {}
    for number, one in enumerate(new):
        if same := there.get((_place(one, shown), *_called(one))):
            known[number] = same.pop(0)
    taken = set(known.values())
    left = _by([(number, one) for number, one in enumerate(old) if number not in taken], _called)
    missing = _by([(number, one) for number, one in enumerate(new) if number not in known], _called)
    known |= {
        numbers[0]: left[called][0]
        for called, numbers in missing.items()
        if len(numbers) == len(left.get(called, ())) == 1
    }
    taken = set(known.values())
    return Pairs(
        now=tuple(_compared(one, old[known[number]] if number in known else None) for number, one in enumerate(new)),
        gone=tuple(one for number, one in enumerate(old) if number not in taken),
    )


def _by(
    members: Sequence[tuple[int, Member]], key: Callable[[Member], tuple[str, ...]]
) -> dict[tuple[str, ...], list[int]]:
    """Return the numbers of members by a key, in their order."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number, one in members:
        found.setdefault(key(one), []).append(number)
    return found


def _called(one: Member) -> tuple[str, ...]:
    """Return the name and the namespace of an Application, or the name of a folder's."""
    metadata = one.found.document.get("metadata") if one.found else None
    return one.name, str(metadata.get("namespace") or "") if isinstance(metadata, dict) else ""


def _place(one: Member, shown: Callable[[str], str]) -> str:
    path = one.found.file if one.found else one.render.request.folder if one.render else one.name
    return shown(os.path.realpath(path))


def _compared(now: Member, was: Member | None) -> Member:
    if now.render is None:
        return now
    render = Compared(
        request=now.render.request,
        way=now.render.way,
        was=was.render if was else None,
        broken=was.problem if was else None,
    )
    return now.replace(render=render)
