"""Copying the used paths of a source; each link becomes the file or folder that it leads to."""

import os
import shutil
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from cmp.errors import SourceError
from cmp.sources.globs import is_glob
from cmp.system.files import has_entry, is_file, is_folder


def copy(root: str, patterns: Iterable[str], into: str, *, alias: str) -> None:
    """Copy the files and folders that paths and globs match, each folder with everything in it.

    Raises:
        SourceError: a link leads out of the source, or round in a circle.
    """
    for path in sorted({path for pattern in patterns for path in _matching(root, pattern)}):
        _copy(root, path, into, alias=alias)


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
    yield from found


def _names(root: str, path: str, part: str) -> list[str]:
    folder = os.path.join(root, path)
    if not is_glob(part):
        return [part] if has_entry(os.path.join(folder, part)) else []
    names = sorted(os.listdir(folder)) if is_folder(folder) else []
    return [name for name in names if fnmatchcase(name, part) and (part[0] == "." or name[0] != ".")]


def _copy(root: str, path: str, into: str, *, alias: str, above: tuple[str, ...] = ()) -> None:
    real = os.path.realpath(os.path.join(root, path))
    if real in above or (real != root and not real.startswith(f"{root}/")):
        raise SourceError(
            f"${alias}/{path} is a link that leads {'in a circle' if real in above else 'out of it'}",
            fix="take the link out of the source, or name paths without it",
        )
    target = os.path.join(into, path)
    if is_folder(real):
        os.makedirs(target, exist_ok=True)
        for name in sorted(os.listdir(real)):
            _copy(root, os.path.normpath(os.path.join(path, name)), into, alias=alias, above=(*above, real))
    elif is_file(real):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(real, target)
    else:
        raise SourceError(
            f"${alias}/{path} is a link that leads nowhere",
            fix="take the link out of the source, or name paths without it",
        )
