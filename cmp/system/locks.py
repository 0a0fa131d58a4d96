"""Locks between processes; the operating system releases a lock when its owner ends, even by SIGKILL.

A lock is a descriptor of an open file. A program that inherits the descriptor holds the lock as well.
"""

import fcntl
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.system.process import Deadline


def tried(path: str, *, alone: bool, create: bool = False) -> int | None:
    """Return the descriptor of a file after locking it; None if it is missing or another process holds the lock.

    Args:
        path: the file; a link is refused.
        alone: whether the lock is exclusive; else it is shared with other readers.
        create: whether a missing file is made.

    Raises:
        OSError: it can't be opened, or with `create` its folder is missing.
    """
    try:
        lock = os.open(path, (os.O_RDWR | os.O_CREAT if create else os.O_RDONLY) | os.O_NOFOLLOW, 0o600)
    except FileNotFoundError:
        if create:
            raise
        return None
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        if os.stat(path).st_ino == os.fstat(lock).st_ino:
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(lock)
    return None


def awaited(path: str, *, deadline: "Deadline") -> int | None:
    """Return the descriptor of a file after locking it exclusively, None if it could not be before the deadline.

    A missing file is made. The operating system wakes one of those that wait as soon as the lock is free.

    Raises:
        OSError: it can't be opened or made.
    """
    from cmp.system.alarm import Alarm, RangError

    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            with Alarm(deadline.left()):
                fcntl.flock(lock, fcntl.LOCK_EX)
            if os.stat(path).st_ino == os.fstat(lock).st_ino:
                return lock
        except RangError:
            os.close(lock)
            return None
        except FileNotFoundError:  # the file was removed while it was waited for
            pass
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


class Exclusive:
    """Lock a folder exclusively inside a `with`; every other process that does the same waits.

    Written out, since `contextlib` would be imported before Helm starts.
    """

    def __init__(self, folder: str) -> None:
        """Lock nothing yet."""
        self._folder, self._lock = folder, -1

    def __enter__(self) -> None:
        """Wait for the lock, however long that takes. Raises OSError where it is no folder, or a link to one."""
        self._lock = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._lock)
