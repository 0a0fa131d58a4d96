"""Listing and copying all files below a folder, through links as Helm does, within the limits of a source."""

import os
import shutil
from collections.abc import Callable, Iterator

from cmp.errors import SourceError
from cmp.sources.model import Bounds
from cmp.system.files import GIT, is_folder

Without = Callable[[str, bool], bool]


def _nothing(_path: str, _is_folder: bool) -> bool:  # noqa: FBT001
    return False


def files(folder: str, *, without: Without = _nothing) -> Iterator[str]:
    """Yield the files below a folder by their paths in it, sorted; git's own are none of them.

    Args:
        folder: where to look.
        without: tells whether to leave out a path; called with the path and whether it is a folder.

    Raises:
        SourceError: links lead to too many files, for example links to folders that contain such links again.
    """
    waiting, count, size = [("", False)], 0, 0
    while waiting:
        path, linked = waiting.pop()
        whole = os.path.join(folder, path) if path else folder
        linked = linked or (bool(path) and os.path.islink(whole))
        deeper = is_folder(whole)
        if linked:
            count, size = count + 1, size + (0 if deeper else os.stat(whole).st_size)
            refuse_too_much(count, size, f"the chart {os.path.basename(folder)}")
        if not deeper:
            yield path
            continue
        for name in sorted(os.listdir(whole), reverse=True):
            below = os.path.join(path, name)
            if name != GIT and not without(below, is_folder(os.path.join(folder, below))):
                waiting.append((below, linked))


def copy_files(folder: str, into: str, *, without: Without = _nothing) -> None:
    """Copy the files below a folder; a link is replaced by what it leads to.

    Raises:
        SourceError: links lead to too many files.
    """
    for path in files(folder, without=without):
        target = os.path.join(into, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(os.path.join(folder, path), target)


def refuse_too_much(count: int, size: int, where: str) -> None:
    """Refuse that links lead to more files and folders, or bytes, than a source may hold. Raises SourceError."""
    most = Bounds()
    if count > most.files or size > most.bytes:
        much = f"{most.files} files and folders" if count > most.files else f"{most.bytes >> 20} MiB"
        raise SourceError(f"more than {much} lie behind the links in {where}", fix="take links to folders out of it")
