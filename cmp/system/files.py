"""Reading files that users wrote, and looking for them, with a limit of size and without following links.

All that a render looks at goes through here, and is noted where its answer is to be kept (`cmp.system.observed`): it is
used again only where everything is found as it was. What lies in a chart's folder is noted as a whole, with `whole`.
"""

import os
import stat

from cmp.errors import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from cmp.budget import Budget
    from cmp.system.observed import Observations

GIT = ".git"
"""The folder of git's own files: beside what is committed it may hold the token of a pipeline."""
MAX_BYTES = 16 << 20  # larger than any ordinary values file, chart file or manifest

_ABSENT = (2, 20, 36, 40)  # ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP; importing errno for four names is not worth it
SHORT = (23, 24)  # ENFILE, EMFILE: this process may open no more files, which is no fault of the place
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def bytes_of(what: str, most: int = 4 * MAX_BYTES) -> "Budget":
    """Return the bytes of files that belong together and that errors call `what`; one named twice counts twice."""
    from cmp.budget import Budget  # here, since little is imported before Helm starts

    return Budget(
        most,
        lambda: SourceError(
            f"{what} have more than {most >> 20} MiB together, each time that one is named",
            fix="name fewer, or each of them once",
        ),
    )


class Watch:
    """What notes all that is looked at; None if nothing does."""

    by: "Observations | None" = None


WATCH = Watch()
"""That of this process, which renders one application."""


def is_file(path: str) -> bool:
    """Tell whether a path leads to a file. Raises OSError where that can't be known, as `os.path.isfile` does not.

    A file that a failing disk hides is not taken for one that is missing: an optional values file would be left out.
    """
    return stat.S_ISREG(_mode(path))


def is_folder(path: str) -> bool:
    """Tell whether a path leads to a folder. Raises OSError where that can't be known."""
    return stat.S_ISDIR(_mode(path))


def is_there(path: str) -> bool:
    """Tell whether a path leads to anything. Raises OSError where that can't be known."""
    return bool(_mode(path))


def has_entry(path: str) -> bool:
    """Tell whether a path has an entry, a broken link included. Raises OSError where that can't be known."""
    return bool(_mode(path, os.lstat))


def _mode(path: str, look: "Callable[[str], os.stat_result]" = os.stat) -> int:
    """Return the mode of what is at a path, 0 if nothing is there."""
    try:
        mode = look(path).st_mode
    except ValueError:  # a zero byte, which no path has
        return 0
    except OSError as problem:
        if problem.errno not in _ABSENT:
            raise
        mode = 0
    if WATCH.by:
        WATCH.by.note_mode(path, mode, link=look is os.lstat)
    return mode


def entries(folder: str) -> "list[os.DirEntry[str]]":
    """Return the entries of a folder, by their names. Raises OSError where it can't be read."""
    with os.scandir(folder) as found:
        listed = sorted(found, key=lambda entry: entry.name)
    if WATCH.by:
        WATCH.by.note_names(folder, listed)
    return listed


def real(path: str) -> str:
    """Return where a path leads, all links followed."""
    found = os.path.realpath(path)
    if WATCH.by:
        WATCH.by.note_real(path, found)
    return found


def whole(folder: str) -> str:
    """Return a folder, of whose content any part may be read from now on, by Swell or by a program."""
    if WATCH.by:
        WATCH.by.note_tree(folder)
    return folder


def leave(folder: str) -> str:
    """Return a folder that this render fills from what it has looked at, and that needs no notes."""
    if WATCH.by:
        WATCH.by.leave(folder)
    return folder


def is_program(path: str) -> bool:
    """Tell whether this user may run what is at a path."""
    if WATCH.by:
        WATCH.by.note_program(path)
    return os.access(path, os.X_OK)


def read(path: str, *, shown: str) -> str:
    """Return the text of a file; for its path and the errors see `content`.

    Raises:
        SourceError: it is not UTF-8, or can't be read.
    """
    return _text(content(path, shown=shown), shown)


def read_linked(path: str, *, shown: str) -> str:
    """Return the text of a file that may be reached through links: a file of a chart, or one that the user names."""
    return read(real(path), shown=shown)


def read_given(path: str, *, shown: str) -> str:
    """Return the text of a file that the user names on the command line; it may be a pipe.

    Raises:
        SourceError: it can't be read, is too large, or not UTF-8.
    """
    if WATCH.by:
        WATCH.by.spoil()
    try:
        with open(path, "rb") as file:
            return _text(_bounded(file, shown), shown)
    except OSError as problem:
        raise _unread(problem, shown) from None


def opened(path: str, *, shown: str) -> "BinaryIO":
    """Return a file that is open for reading, through links if need be; a pipe is refused, and not waited for.

    Raises:
        SourceError: it is no regular file, or can't be read.
    """
    try:
        return _regular(os.open(path, _FILE & ~os.O_NOFOLLOW), shown)
    except OSError as problem:
        raise _unread(problem, shown) from None


def _regular(descriptor: int, shown: str) -> "BinaryIO":
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return open(descriptor, "rb")
    os.close(descriptor)
    raise SourceError(f"{shown} is no file, but a folder, a pipe or a device", fix="name a regular file")


def _unread(problem: OSError, shown: str) -> SourceError:
    if problem.errno in SHORT:
        raise problem
    folder = isinstance(problem, IsADirectoryError)
    fix = "name a file in it" if folder else "correct its name, or let the user of this process read it"
    return SourceError(f"can't read {shown}: {problem.strerror}", fix=fix)


def content(path: str, *, shown: str) -> bytes:
    """Return a file's bytes; the file must be a regular one and within the limit of size.

    Args:
        path: its resolved path: a part that has become a link since then is not followed.
        shown: its name in errors.

    Raises:
        SourceError: it is missing, no file, or too large.
    """
    try:
        with _regular(_opened(path), shown) as file:
            found = _bounded(file, shown)
    except OSError as problem:
        raise _unread(problem, shown) from None
    if WATCH.by:
        WATCH.by.note_content(path, found)
    return found


def _bounded(file: "BinaryIO", shown: str) -> bytes:
    read_bytes = b"" if (size := os.fstat(file.fileno()).st_size) > MAX_BYTES else file.read(MAX_BYTES + 1)
    if len(read_bytes) < size <= MAX_BYTES:
        raise SourceError(
            f"{shown} ends before its {size} bytes", fix="try again; if it stays so, see whether the disk is sound"
        )
    if (size := max(size, len(read_bytes))) > MAX_BYTES:
        raise SourceError(
            f"{shown} has {size >> 20} MiB; Swell reads up to {MAX_BYTES >> 20}",
            fix="make it smaller, or split it into several files",
        )
    return read_bytes


def _text(read_bytes: bytes, shown: str) -> str:
    try:
        return read_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise SourceError(f"{shown} is not UTF-8 text (byte {problem.start})", fix="save it as UTF-8") from None


def _opened(path: str) -> int:
    """Return an open descriptor of a file; no part of its path may be a link."""
    *folders, name = path.split("/")[1:]
    here = os.open("/", _FOLDER)
    try:
        for folder in folders:
            there = os.open(folder, _FOLDER, dir_fd=here)
            os.close(here)
            here = there
        return os.open(name, _FILE, dir_fd=here)
    finally:
        os.close(here)
