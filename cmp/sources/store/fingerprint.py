"""Two texts about a folder: its content, and its sizes and times, which show whether the content may have changed.

The digest of the first is an object's name, so that equal content is stored once, wherever it was pulled from. To read
and digest all files at each render would cost more than Helm does; so the second text, of sizes and times, is compared
instead, which takes a microsecond or two for each file. No ordinary program can set a file's time of change (ctime), so
every later change shows up, and only then everything is read again.
"""

import hashlib
import os
import re

from cmp.errors import SourceError
from cmp.system.looks import below

_DIGEST = re.compile(r"[0-9a-f]{64}")


def content(folder: str, *, modes: bool = True) -> str:
    """Return a line for each file and link in a folder: mode, digest and path; without `modes`, no file is executable.

    Raises:
        SourceError: an entry is neither a file, a folder nor a link.
    """
    lines = []
    for path, entry in below(folder):
        if entry.is_symlink():
            lines.append(f"link {_digest(os.fsencode(os.readlink(entry.path)))} {path!a}\n")
        elif entry.is_file():
            executable = modes and entry.stat().st_mode & 0o100
            with open(entry.path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            lines.append(f"{'exec' if executable else 'file'} {digest} {path!a}\n")
        elif not entry.is_dir():
            raise SourceError(
                f"a source holds {path!r}, which is neither a file, a folder nor a link",
                fix="take it out of the source",
            )
    return "".join(lines)


def digest(text: str) -> str:
    """Return the digest of a content, which is its object's name."""
    return _digest(text.encode())


def is_digest(name: str) -> bool:
    """Tell whether a name is a digest, as the store names its objects; other names belong to other programs."""
    return bool(_DIGEST.fullmatch(name))


def touched(folder: str) -> str:
    """Return a line for each entry of a folder: its path, kind, size, inode, and times of change."""
    lines = []
    for path, entry in below(folder):
        stat = entry.stat(follow_symlinks=False)
        size = 0 if entry.is_dir(follow_symlinks=False) else stat.st_size
        lines.append(f"{path!a} {stat.st_mode} {size} {stat.st_ino} {stat.st_mtime_ns} {stat.st_ctime_ns}\n")
    return "".join(lines)


def size(folder: str) -> int:
    """Return the number of bytes that a folder takes, with an allowance for each entry."""
    return sum(entry.stat(follow_symlinks=False).st_blocks * 512 + 512 for _, entry in below(folder))


def settle(folder: str) -> None:
    """Flush everything in a folder to the disk."""
    for _, entry in below(folder):
        if not entry.is_symlink():
            _sync(entry.path)
    _sync(folder)


def _sync(path: str) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
