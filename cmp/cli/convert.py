"""`swell convert`: prints a native Application, one of lovely's or a helmfile in plugin form, and proves it."""

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from cmp.cli.failure import story
from cmp.cli.here import Repositories
from cmp.cli.output import note, say
from cmp.cli.proof import Proof, Prover
from cmp.cli.write import write
from cmp.config.find import counting
from cmp.convert.files import Conversion, conversions
from cmp.convert.in_place import is_swells, other_tool
from cmp.convert.plugin_form import has_config
from cmp.errors import RequestError, SwellError
from cmp.fleet.found import Found, found_in
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.files import is_folder
from cmp.system.process import Deadline
from cmp.text import count

_SHOWN = 5  # names of objects that differ


def convert(path: str, *, checkout: str, settings: Settings, writes: bool) -> int:
    """Print or write the conversion; return 1 if the two ways do not render the same, or that can't be tried.

    Only what is proved is written. In a folder each file with an Application of Argo CD's own Helm is converted.

    Raises:
        RequestError: the file holds nothing that can be converted.
    """
    if checkout and not is_folder(checkout):
        raise RequestError(
            f"{checkout} is no folder; of several files, their folder is named: swell convert FOLDER",
            fix="name one file, and behind it at most the folder where its repository is checked out",
        )
    with Prover(settings) as prover:
        if not is_folder(path):
            return _file(path, Repositories(settings), prover, checkout=checkout, writes=writes)
        return _folder(path, prover, checkout=checkout, writes=writes)


def _folder(path: str, prover: Prover, *, checkout: str, writes: bool) -> int:
    repositories = Repositories(prover.settings)
    with _bounds(prover.settings):
        every = {file: list(found) for file, found in groupby(found_in(path), key=attrgetter("file"))}
    if not every:
        raise RequestError(f"{path} holds no Application", fix="name the file of an Application, or its folder")
    ours, left, failed, status, first = 0, 0, list[str](), 0, True
    for one, found in every.items():
        if _is_converted(found):
            ours += 1
            continue
        if other := _others(found):
            note(f"swell: {one}: left to Argo CD: {other}")
            left += 1
            continue
        try:
            ended = _file(one, repositories, prover, checkout=checkout, writes=writes, first=first)
            first = False
        except SwellError as problem:
            note(story(problem))
            ended = problem.exit_code
        failed += [one] if ended else []
        status = max(status, ended)
    said = [f"{count(len(every), 'file')} with Applications", f"{ours} of Swell's already"]
    said += [f"{left} left to Argo CD"] if left else []
    note(f"swell: {', '.join(said)}" + (f"; not converted: {', '.join(failed)}" if failed else ""))
    return status


def _bounds(settings: Settings) -> Bounds:
    return Bounds(Deadline.after(settings.timeout), settings.memory_bytes, settings.cpu_seconds)


def _is_converted(found: Sequence[Found]) -> bool:
    """Tell whether a file holds Applications alone that Swell renders already."""
    every = [is_swells(one.document) for one in found if not one.is_set]
    return bool(every) and all(every)


def _others(found: Sequence[Found]) -> str:
    """Return what renders all Applications of a file that is not Helm; "" where there is nothing else."""
    tools = [other_tool(one.document, one.file) for one in found if not one.problem and not one.is_set]
    return tools[0] if tools and all(tools) else ""


def _file(
    path: str, repositories: Repositories, prover: Prover, *, checkout: str, writes: bool, first: bool = True
) -> int:
    """Do that for one file, which is printed behind others unless it is the `first`."""
    with _bounds(prover.settings):
        top, here = repositories.of(path)
        found = conversions(path, here)
    root = os.path.realpath(checkout) if checkout else top
    if writes:
        return _write(found, path, root, prover)
    say(("" if first else "---\n") + "---\n".join(f"# {path}\n{one.application}" for one in found), end="")
    return max([_told(one, _tried(one, path, root, prover), root) for one in found], default=0)


def _write(found: list[Conversion], path: str, root: str, prover: Prover) -> int:
    if len(found) != 1:
        raise RequestError(
            f"{count(len(found), 'release')} make as many Applications",
            where=path,
            fix="print them instead: swell convert FILE > applications.yaml",
        )
    (one,) = found
    tried = _tried(one, path, root, prover)
    if isinstance(tried, Proof) and not tried.others:
        write(os.path.abspath(path), one.application)
        note(f"swell: wrote {os.path.relpath(path)}")
    return _told(one, tried, root)


def _tried(one: Conversion, path: str, root: str, prover: Prover) -> Proof | str:
    """Return the proof, or why there is none."""
    if not root:
        return "name its checkout, swell convert FILE CHECKOUT"
    try:
        return prover.prove(one, path, root)
    except SwellError as problem:
        return str(problem)


def _told(one: Conversion, tried: Proof | str, root: str) -> int:
    """Tell whether both ways render the same, and what is left out; return 0 if they do."""
    for left in (*one.notes, *_passed_over(one, root)):
        note(f"swell: {one.name}: {left}")
    if isinstance(tried, str):
        note(f"swell: {one.name}: not proved: {tried}")
        return 1
    if tried.others:
        names = ", ".join(tried.others[:_SHOWN])
        more = f" and {len(tried.others) - _SHOWN} more" if len(tried.others) > _SHOWN else ""
        note(f"swell: {one.name}: {len(tried.others)} of {count(tried.objects, 'object')} differ: {names}{more}")
        return 1
    note(f"swell: {one.name}: proved: Helm renders the same {count(tried.objects, 'object')} through Swell")
    return 0


def _passed_over(one: Conversion, root: str) -> Iterator[str]:
    """Tell of a swell.yaml that would count for the folder, and does not beside the parameter `config`."""
    if not root or "path" not in one.source or not has_config(one.source):
        return
    if path := counting(os.path.normpath(os.path.join(root, one.source["path"])), root):
        file = os.path.relpath(path, root)
        yield f"{file} does not count for it: if it should, add `extends: /{file}` to `config`"
