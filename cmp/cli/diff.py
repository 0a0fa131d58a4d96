"""`swell diff`: prints what a change does to an application, the dangers first."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from cmp.cli.diff_look import Look
from cmp.cli.diff_several import Several, diff_several
from cmp.cli.elsewhere import in_tree
from cmp.cli.output import note, show
from cmp.cli.several import single
from cmp.cli.terminal import refuse_quiet
from cmp.errors import RequestError
from cmp.fleet.base_tree import Tree, merge_base
from cmp.fleet.members import is_bare
from cmp.fleet.sides import Asked, reviewed
from cmp.fleet.ways import NATIVE as NATIVE_HELM
from cmp.fleet.ways import SWELL, ToRender
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.files import is_file, is_folder, is_there
from cmp.system.process import Deadline
from cmp.text import among, pasted
from cmp.value import Value

Ask = Callable[..., ToRender]
"""Returns what to render of one side; it takes what is special about that side, by the names of the options."""
NATIVE = "helm"  # as the word after --base
_WHAT = "say what to compare: --base origin/main, --env stage --env prod, --argocd 3.5 --argocd 3.6, or two folders"
_NAMES = {"environment": "{}", "helm": "Helm {}", "argocd": "Argo CD {}"}


class Sides(Value):
    """What the command line says of the two sides: folders, a revision or `helm`, and options that are given twice."""

    folders: tuple[str, ...]
    base: str
    app: str
    files: tuple[str, ...]
    environment: tuple[str, ...]
    helm: tuple[str, ...]
    argocd: tuple[str, ...]

    @property
    def apps(self) -> tuple[str, ...]:
        """The file of Applications, if one is named."""
        return (self.app,) if self.app else ()


def diff(ask: Ask, sides: Sides, *, options: Mapping[str, Any], settings: Settings, look: Look) -> int:
    """Print the review of two sides; return 1 if it has what the look names, a danger or any change.

    `options` are those that both sides have in common; they are for what names several applications.

    Raises:
        RequestError: the options name no two sides, or a format that is not for people is to be quiet.
    """
    refuse_quiet(look.form, quiet=look.quiet)
    if sides.base not in ("", NATIVE) and (named := _several(sides, options)):
        with merge_base(sides.base, _nearest(named.checkout or named.places[0]), settings=settings) as tree:
            _tell(tree)
            return diff_several(named, tree, settings=settings, look=look)
    with Bounds(Deadline.after(settings.timeout), settings.memory_bytes, settings.cpu_seconds):
        with _sides(ask, sides, settings) as (old, new):
            found = reviewed(old, new, settings=settings)
        text = look.written(found)
    show(text, look.form)
    return 1 if look.fails(found) else 0


def _several(sides: Sides, options: Mapping[str, Any]) -> Several | None:
    """Return what is named where that is several applications, in the working tree or in the base.

    Raises:
        RequestError: an option is for one application.
    """
    path = sides.folders[0] if sides.folders and not sides.apps else ""
    gone = path and not is_folder(path)  # a file, or what may be in the base alone
    if not gone and single(sides.folders, sides.apps) and (sides.apps or not is_bare(path or ".")):
        return None
    common, pair = _pair(sides)
    if pair:
        raise _too_many(["--base", "an option given twice"])
    if common.get("helm"):
        raise RequestError("--helm is for one application, and several are meant", fix="leave it out, or name one")
    return Several(
        places=sides.apps or sides.folders or (".",),
        options={**options, "environment": None, "argocd": None, **common},
        checkout=sides.folders[0] if sides.apps and sides.folders else None,
    )


def _nearest(path: str) -> str:
    """Return a path, or the nearest folder above it that is here."""
    while not os.path.exists(path):
        path = os.path.dirname(path) or "."
    return path


def _tell(tree: Tree) -> None:
    for sentence in tree.told:
        note(f"swell: note: {sentence}")


@contextmanager
def _sides(ask: Ask, sides: Sides, settings: Settings) -> Iterator[tuple[Asked, Asked]]:
    """Give the two sides, the older first; a copy of another revision is there until the end.

    Raises:
        RequestError: the options name no two sides.
    """
    common, pair = _pair(sides)
    two_folders = len(sides.folders) > 1
    ways = {"--base": sides.base, "two folders": two_folders, "an option given twice": pair}
    if not (said := [way for way, given in ways.items() if given]):
        revision = next((path for path in sides.folders if not is_there(path)), "")
        fix = f"a revision is named with --base: swell diff FOLDER --base {pasted(revision)}" if revision else _WHAT
        raise RequestError("nothing says what to compare with", fix=fix)
    if len(said) > 1:
        raise _too_many(said)
    source = sides.folders[0] if sides.folders else None
    if source and not sides.app and is_file(source):
        common, source = {**common, "app": source}, None
    if two_folders:
        yield _folders(ask, sides.folders, common)
    elif pair:
        yield tuple(Asked(name=name, render=ask(source=source, **common, **one)) for name, one in pair)  # type: ignore[misc]
    else:
        now = ask(source=source, **common)
        if sides.base == NATIVE:
            if now.way != SWELL:
                fix = f"swell convert {pasted(sides.app)} tells what changes if Swell does"
                raise RequestError("--base helm: Argo CD renders this Application itself, and not Swell", fix=fix)
            yield Asked(name="native Helm", render=now.replace(way=NATIVE_HELM)), Asked(name="Swell", render=now)
            return
        with merge_base(sides.base, now.request.home, settings=settings) as tree:
            _tell(tree)
            there = in_tree(tree, app=sides.app, source=source, files=sides.files, folder=now.request.folder)
            before = None if there is None else ask(**there, **common)
            yield Asked(name=tree.name, render=before), Asked(name="working tree", render=now)


def _too_many(said: Sequence[str]) -> RequestError:
    return RequestError(f"{among(said, joint='and')} each name two sides, and a diff has two", fix="keep one of them")


def _pair(sides: Sides) -> tuple[dict[str, str], list[tuple[str, dict[str, str]]]]:
    """Return what both sides have of the options, and what each has by itself, with its name.

    Raises:
        RequestError: an option is given more than twice.
    """
    common: dict[str, str] = {}
    apart: list[dict[str, str]] = [{}, {}]
    for option in _NAMES:
        given: Sequence[str] = getattr(sides, option)
        if len(given) > len(apart):
            raise RequestError(f"{len(given)} sides are named, and a diff has two", here=", ".join(given), fix=_WHAT)
        if len(given) == len(apart):
            for side, value in zip(apart, given, strict=True):
                side[option] = value
        common |= dict.fromkeys((option,), given[0]) if len(given) == 1 else {}
    named = [", ".join(_NAMES[option].format(value) for option, value in side.items()) for side in apart]
    return common, list(zip(named, apart, strict=True)) if apart[0] else []


def _folders(ask: Ask, folders: Sequence[str], common: dict[str, str]) -> tuple[Asked, Asked]:
    """Return the sides of two folders, one application with the name of the second."""
    if len(folders) > 2:  # noqa: PLR2004  (an older one and a newer one)
        raise RequestError(f"{len(folders)} folders are named, and a diff has two", fix=_WHAT)
    new = ask(source=folders[1], **common)
    old = ask(source=folders[0], **common, named=new.request.app)
    return Asked(name=folders[0], render=old), Asked(name=folders[1], render=new)
