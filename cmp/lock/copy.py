"""Copying the used paths of a source; each link becomes the file or folder that it leads to."""

import os
import shutil
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from cmp.errors import SourceError
from cmp.sources.files import refuse_too_much
from cmp.sources.globs import is_glob
from cmp.sources.model import DEEPEST, Bounds
from cmp.system.files import has_entry, is_file, is_folder

_SHOWN = 200  # characters of a path


def copy(root: str, patterns: Iterable[str], into: str, *, alias: str) -> None:
    """Copy the files and folders that paths and globs match, each folder with everything in it.

    Raises:
        SourceError: a link leads out of the source, or forms a cycle, or links multiply what there is to copy.
    """
    for start in sorted({path for pattern in patterns for path in _matching(root, pattern)}):
        for path, found in _below(root, start, alias=alias):
            target = os.path.join(into, path)
            if is_folder(found):
                os.makedirs(target, exist_ok=True)
            else:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copyfile(found, target)


def charts(root: str, patterns: Iterable[str]) -> list[str]:
    """Return the matched folders that are charts."""
    found = {path for pattern in patterns for path in _matching(root, pattern)}
    return sorted(path for path in found if is_file(os.path.join(root, path, "Chart.yaml")))


def _matching(root: str, pattern: str) -> Iterator[str]:
    """Yield the files and folders that a pattern matches; for `**` everything below its start that may match."""
    found = ["."]
    for part in pattern.split("/"):
        if part == "**":
            break
        found = [os.path.normpath(os.path.join(path, name)) for path in found for name in _names(root, path, part)]
        if len(found) > (most := Bounds().files):
            raise SourceError(f"{pattern} leads to more than {most} files and folders", fix="narrow the pattern")
    yield from found


def _names(root: str, path: str, part: str) -> list[str]:
    folder = os.path.join(root, path)
    if not is_glob(part):
        return [part] if has_entry(os.path.join(folder, part)) else []
    names = sorted(os.listdir(folder)) if is_folder(folder) else []
    return [name for name in names if fnmatchcase(name, part) and (part[0] == "." or name[0] != ".")]


def _below(root: str, start: str, *, alias: str) -> Iterator[tuple[str, str]]:
    """Yield a path of a source and all below it, each folder before its content, with what it is, links followed."""
    waiting: list[tuple[str, str, tuple[str, ...], bool]] = [(start, os.path.join(root, start), (), False)]
    count = size = 0
    while waiting:
        path, place, above, linked = waiting.pop()
        found = os.path.realpath(place)
        if found in above or (found != root and not found.startswith(f"{root}/")):
            raise _astray(path, "in a cycle" if found in above else "out of it", alias)
        deeper, linked = is_folder(found), linked or found != place
        if not deeper and not is_file(found):
            raise _astray(path, "nowhere", alias)
        if path.count("/") > DEEPEST:
            raise _astray(path, f"through more than {DEEPEST} folders", alias)
        if linked:
            count, size = count + 1, size + (0 if deeper else os.stat(found).st_size)
            refuse_too_much(count, size, f"${alias}")
        yield path, found
        if deeper:
            here = (*above, found)
            names = sorted(os.listdir(found), reverse=True)
            waiting += [(os.path.normpath(f"{path}/{name}"), f"{found}/{name}", here, linked) for name in names]


def _astray(path: str, where: str, alias: str) -> SourceError:
    """Return the error for a path with a link in it that can't be copied; of a long path its end."""
    shown = path if len(path) <= _SHOWN else f"...{path[-_SHOWN:]}"
    return SourceError(
        f"${alias}/{shown} is a link that leads {where}",
        fix="take the link out of the source, or name paths without it",
    )
