"""The folder of cached renders in the store: a few for each request, in files that only this user can read.

    answers/REQUEST.0 ... REQUEST.3   the answers to one request, each to other files; its time is that of its last use
    answers/.new-*                    what is being written

What is written is renamed, so that it is there as a whole or not at all. Damaged files are removed.
"""

import os
import stat
import time

from cmp.answers.entry import DamagedError, Entry, Opened, packed
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmp.answers.entry import Buffer

FOLDER = "answers"
_SLOTS = 4
_NEW = ".new-"
_FORGOTTEN = 600  # seconds after which the writer of a new file no longer runs
_MOST_FILES = 4096


class Found(Value):
    """An answer in a file: its path, its state, the manifests and the summary."""

    path: str
    state: str
    manifests: "Buffer"
    summary: "Buffer"


class Shelf:
    """The answers to one request."""

    def __init__(self, store: str, request: str) -> None:
        """Touch nothing yet."""
        self.folder = os.path.join(store, FOLDER)
        self._paths = [os.path.join(self.folder, f"{request}.{slot}") for slot in range(_SLOTS)]

    def is_ours(self) -> bool:
        """Tell whether the folder is there, and no other user can put anything into it."""
        try:
            found = os.lstat(self.folder)
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077

    def find(self, fits: "Callable[[Opened], bool]") -> "Found | None":
        """Return the first answer that fits, None if none does."""
        for path in self._paths if self.is_ours() else ():
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            except OSError:
                continue
            try:
                if fits(opened := Opened(descriptor)):
                    manifests, summary = opened.answer()
                    os.utime(path)
                    return Found(path=path, state=opened.state, manifests=manifests, summary=summary)
            except (DamagedError, ValueError):
                _remove(path)
            except OSError:
                continue
            finally:
                os.close(descriptor)
        return None

    def put(self, entry: Entry, *, over: str, most: int) -> None:
        """Write an answer in the place of another one, or of the one that was not used for longest.

        Then remove those not used for longest, until all of them together have no more than so many bytes.

        Raises:
            OSError: there is no room, or the folder can't be written to.
        """
        content = packed(entry)
        if len(content) > most:
            return
        for folder in (os.path.dirname(self.folder), self.folder):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        if not self.is_ours():
            return
        fresh = os.path.join(self.folder, f"{_NEW}{os.getpid()}-{os.urandom(8).hex()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with open(descriptor, "wb", buffering=0) as file:
                left = memoryview(content)
                while left:
                    left = left[file.write(left) :]
            os.replace(fresh, over or min(self._paths, key=_used))
        except BaseException:
            _remove(fresh)
            raise
        _evict(self.folder, most)


def _evict(folder: str, most: int) -> None:
    found = sorted(_files(folder))
    total, count = sum(size for _, size, _ in found), len(found)
    for used, size, path in found:
        if total > most or count > _MOST_FILES or _is_left(path, used):
            _remove(path)
            total, count = total - size, count - 1


def _files(folder: str) -> "Iterator[tuple[int, int, str]]":
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:  # another process has removed it
                continue
            yield found.st_mtime_ns, found.st_size, entry.path


def _is_left(path: str, used: int) -> bool:
    """Tell whether a file was left by a writer that was killed."""
    return os.path.basename(path).startswith(_NEW) and time.time_ns() - used > _FORGOTTEN * 10**9


def _used(path: str) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_mtime_ns
    except OSError:
        return 0


def _remove(path: str) -> bool:
    """Remove a file, and tell whether it was there."""
    try:
        os.unlink(path)
    except OSError:
        return False
    return True
