"""Listing and copying all files below a folder, through links as Helm does, within the limits of a source."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import BinaryIO

from cmp.errors import SourceError
from cmp.sources.model import DEEPEST, Bounds
from cmp.system.files import GIT, is_folder, opened

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
            count, size = count + 1, size + (0 if deeper else _size(whole, folder))
            refuse_too_much(count, size, f"the chart {os.path.basename(folder)}")
        if not deeper:
            yield path
            continue
        for name in sorted(os.listdir(whole), reverse=True):
            below = os.path.join(path, name)
            if name != GIT and not without(below, is_folder(os.path.join(folder, below))):
                waiting.append((below, linked))


def _size(path: str, top: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError as problem:
        shown = os.path.join(os.path.basename(top), os.path.relpath(path, top))
        raise SourceError(f"the link {shown} leads nowhere: {problem.strerror}", fix="take it out") from None


def copy_files(folder: str, into: str, *, without: Without = _nothing) -> None:
    """Copy the files below a folder; a link is replaced by what it leads to.

    Raises:
        SourceError: links lead to too many files, one is no regular file, or folders are nested so deep that the copy
            could not be removed.
        OSError: a copy can't be written.
    """
    for path in files(folder, without=without):
        if path.count("/") > DEEPEST:
            where = os.path.basename(folder)
            raise SourceError(f"{where} has files in more than {DEEPEST} nested folders", fix="move what is so deep")
        os.makedirs(os.path.dirname(os.path.join(into, path)), exist_ok=True)
        copy_file(folder, path, into)


def copy_file(folder: str, path: str, into: str) -> None:
    """Copy one file below a folder. Raises SourceError for no regular file, OSError where the copy can't be written."""
    with opened_below(folder, path) as file, open(os.path.join(into, path), "wb") as copy:
        shutil.copyfileobj(file, copy)


def opened_below(folder: str, path: str) -> BinaryIO:
    """Return a file below a folder, open for reading. Raises SourceError if it is no regular file."""
    return opened(os.path.join(folder, path), shown=os.path.join(os.path.basename(folder), path))


def refuse_too_much(count: int, size: int, where: str) -> None:
    """Refuse that links lead to more files and folders, or bytes, than a source may hold. Raises SourceError."""
    most = Bounds()
    if count > most.files or size > most.bytes:
        much = f"{most.files} files and folders" if count > most.files else f"{most.bytes >> 20} MiB"
        raise SourceError(f"more than {much} lie behind the links in {where}", fix="take links to folders out of it")
