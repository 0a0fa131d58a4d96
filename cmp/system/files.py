"""Reading files that users wrote, with a limit of size and without following links."""

import os
import stat

from cmp.errors import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

MAX_BYTES = 16 << 20  # larger than any ordinary values file, chart file or manifest

_ABSENT = (2, 20, 36, 40)  # ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP; importing errno for four names is not worth it
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


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
        return look(path).st_mode
    except ValueError:  # a zero byte, which no path has
        return 0
    except OSError as problem:
        if problem.errno in _ABSENT:
            return 0
        raise


def read(path: str, *, shown: str) -> str:
    """Return the text of a file; for its path and the errors see `content`.

    Raises:
        SourceError: it is not UTF-8, or can't be read.
    """
    return _text(content(path, shown=shown), shown)


def read_linked(path: str, *, shown: str) -> str:
    """Return the text of a file that may be reached through links: a file of a chart, or one that the user names."""
    return read(os.path.realpath(path), shown=shown)


def read_given(path: str, *, shown: str) -> str:
    """Return the text of a file that the user names on the command line; it may be a pipe.

    Raises:
        SourceError: it can't be read, is too large, or not UTF-8.
    """
    try:
        with open(path, "rb") as file:
            return _text(_bounded(file, shown), shown)
    except OSError as problem:
        raise SourceError(
            f"can't read {shown}: {problem.strerror}", fix="correct its name, or let the user of this process read it"
        ) from None


def content(path: str, *, shown: str) -> bytes:
    """Return a file's bytes; the file must be a regular one and within the limit of size.

    Args:
        path: its resolved path: a part that has become a link since then is not followed.
        shown: its name in errors.

    Raises:
        SourceError: it is missing, no file, or too large.
    """
    try:
        with open(_opened(path), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceError(f"{shown} is no file, but a folder, a pipe or a device", fix="name a regular file")
            return _bounded(file, shown)
    except OSError as problem:
        raise SourceError(
            f"can't read {shown}: {problem.strerror}", fix="correct its name, or let the user of this process read it"
        ) from None


def _bounded(file: "BinaryIO", shown: str) -> bytes:
    read_bytes = b"" if (size := os.fstat(file.fileno()).st_size) > MAX_BYTES else file.read(MAX_BYTES + 1)
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
