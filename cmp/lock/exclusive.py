"""Several `swell lock` at once: each waits until the one before has written what lies in a folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def alone(folder: str) -> Iterator[None]:
    """Be the only one of several `swell lock` at once that changes what lies in a folder; the others wait.

    The system lets go of the lock when its owner is gone, however that came about.
    """
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
