"""`swell diff` of several applications: what a change does to each of a repository, and to which it does nothing."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from cmp.cli.asked import Asked
from cmp.cli.diff_look import Look
from cmp.cli.in_turn import answers
from cmp.cli.output import show
from cmp.cli.several import members_of
from cmp.errors import SourceError, SwellError
from cmp.fleet import sides
from cmp.fleet.base_tree import Tree
from cmp.fleet.members import Member, is_bare
from cmp.fleet.pairs import Compared, paired
from cmp.fleet.same_inputs import same_inputs
from cmp.fleet.ways import NATIVE, ToRender
from cmp.render.run import LazySession, helm_runtime
from cmp.report.reviews import GONE, MENDED, SAME, Reviewed, counted, written
from cmp.review.model import Review
from cmp.settings import Settings
from cmp.value import Value

_NOW = "working tree"


class Several(Value):
    """What is named: files of Applications and folders, the options that all have, and the checkout.

    The options are those of `request_and_stream`. `checkout` is the folder that the paths of Applications lie in, None
    where it is their own.
    """

    places: tuple[str, ...]
    options: Mapping[str, Any]
    checkout: str | None = None

    def now(self, tree: Tree) -> tuple[Member, ...]:
        """Return the applications of the working tree.

        Raises:
            SourceError: a place is of another repository, or is in neither tree.
        """
        for place in self.places:
            moved = tree.moved(place)
            if moved == place:
                fix = "compare the applications of one repository at a time"
                raise SourceError(f"{place} lies in another repository than {tree.top}", fix=fix)
            if not (os.path.exists(place) or os.path.exists(moved)):
                raise SourceError(f"{place} does not exist, neither here nor in {tree.name}", fix="correct the path")
        return self._members([place for place in self.places if os.path.exists(place)], self.options, self.checkout)

    def before(self, tree: Tree) -> tuple[Member, ...]:
        """Return those of the copy of a revision; values files that it has are its own."""
        there = [moved for place in self.places if os.path.exists(moved := tree.moved(place))]
        files = (moved if os.path.isfile(moved := tree.moved(file)) else file for file in self.options["files"])
        options = {**self.options, "files": tuple(files)}
        return self._members(there, options, self.checkout and tree.moved(self.checkout), top=tree.folder)

    def _members(
        self, places: Sequence[str], options: Mapping[str, Any], checkout: str | None, top: str | None = None
    ) -> tuple[Member, ...]:
        """Return the applications of places; a folder that is bare has none."""
        held = [place for place in places if os.path.isfile(place) or not is_bare(place)]
        return members_of(held, options, natives=NATIVE, checkout=checkout, top=top) if held else ()


def diff_several(several: Several, tree: Tree, *, settings: Settings, look: Look) -> int:
    """Print what differs from the merge base, application by application; return the worst of their exit codes.

    Args:
        several: the applications.
        tree: the copy of the merge base.
        settings: of this call; each application has its own time and memory.
        look: how they are shown, and for which review the exit code is 1.
    """
    new, old = several.now(tree), several.before(tree)

    def shown(path: str) -> str:
        return os.path.relpath(path, tree.folder if path.startswith(f"{tree.folder}/") else tree.top)

    def work(render: ToRender) -> Reviewed:
        compared = render if isinstance(render, Compared) else Compared(request=render.request, way=render.way)
        if _same(compared, tree, settings):
            return Reviewed(app=render.request.app, state=SAME)
        found, before = _reviewed(compared, tree.name, settings)
        one = Reviewed.of(found, look.form, 1 if look.fails(found) else 0)
        return one.replace(state=MENDED, before=str(before)) if before else one

    pairs = paired(old, new, shown)
    told = []
    for member, answer in answers(Asked(members=pairs.now, paths=several.places), work, settings=settings):
        one = Reviewed.failed(member.name, answer) if isinstance(answer, SwellError) else answer
        told.append(one.replace(file=member.found.file if member.found else ""))
    told += [Reviewed(app=one.name, state=GONE, file=shown(one.found.file) if one.found else "") for one in pairs.gone]
    names = (tree.name, _NOW)
    show(counted(told, names) if look.quiet else written(told, names, look.form), look.form)
    return max((one.status for one in told), default=0)


def _same(render: Compared, tree: Tree, settings: Settings) -> bool:
    if not render.was:
        return False
    with LazySession(helm_runtime(settings)) as session:
        return same_inputs(render, render.was, (tree.top, tree.folder), session)


def _reviewed(render: Compared, base: str, settings: Settings) -> tuple[Review, SwellError | None]:
    """Return the review of an application, and why there was no answer before, so that the change mends it."""
    now = sides.Asked(name=_NOW, render=render)
    try:
        return sides.reviewed(sides.Asked(name=base, render=render.was), now, settings=settings), render.broken
    except SwellError as problem:
        if not render.was:
            raise
        return sides.reviewed(sides.Asked(name=base, render=None), now, settings=settings), problem
