"""Locks between processes: the system lets go of them when their owner is gone, however that came about."""

import fcntl
import os
import time

from cmp.errors import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.system.process import Deadline

_PAUSE = 0.02


def tried(path: str, *, alone: bool, create: bool = False) -> int | None:
    """Return the descriptor of a locked file, None if it is missing, or somebody else has it."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT if create else os.O_RDONLY, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        if os.stat(path).st_ino == os.fstat(lock).st_ino:
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(lock)
    return None


def awaited(path: str, *, deadline: "Deadline", what: str) -> int:
    """Return the descriptor of a file that is locked for us alone.

    Raises:
        CommandError: somebody else had it for too long.
    """
    while (lock := tried(path, alone=True, create=True)) is None:
        if not deadline.left():
            raise CommandError(
                f"waited {deadline.seconds:.0f} s for another render that pulls {what}",
                fix=f"raise {deadline.source}, or see why pulling takes so long",
            )
        time.sleep(_PAUSE)
    return lock
