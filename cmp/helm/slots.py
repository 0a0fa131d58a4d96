"""At most so many Helms at once: Argo CD bounds nothing, and each takes a processor, and memory as it needs.

A slot is a locked file. Helm inherits the lock, so that a slot is free when both we and Helm are gone, however that
came about.
"""

import fcntl
import os
import time

from cmp.config.model import Limits
from cmp.errors import CommandError
from cmp.system import temporary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmp.system.process import Deadline

_PAUSE = 0.02
_DIGITS = 3
_NONE = Limits()


def take(environ: "Mapping[str, str]", *, deadline: "Deadline", limits: Limits = _NONE) -> int:
    """Wait for a free slot among SWELL_RENDERS (default: the number of processors); return its descriptor.

    Where the policy's limit is lower, that one counts.

    Raises:
        CommandError: none came free in time, the number isn't one, or locks can't be kept.
    """
    count, source = count_of(environ), "SWELL_RENDERS"
    if 0 < limits.renders < count:
        count, source = limits.renders, f"limits.renders in {limits.source}"
    folder = os.path.join(temporary.folder(environ), f"swell-renders-{os.getuid()}")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.stat(folder).st_uid != os.getuid():
            raise CommandError(f"{folder} belongs to another user", fix="set TMPDIR to a folder of your own")
        while True:
            for slot in range(count):
                if (lock := _try(f"{folder}/{slot}")) is not None:
                    return lock
            if not deadline.left():
                raise CommandError(
                    f"waited {deadline.seconds:.0f} s for one of {count} places to run Helm",
                    fix=f"raise {source}, or give the sidecar more processors",
                )
            time.sleep(_PAUSE)
    except OSError as problem:
        said = f"can't keep a lock in {folder}: {problem.strerror}"
        raise CommandError(said, fix=temporary.fix(environ)) from None


def count_of(environ: "Mapping[str, str]") -> int:
    """Return how many Helms may run at once.

    Raises:
        CommandError: SWELL_RENDERS is no number.
    """
    text = environ.get("SWELL_RENDERS") or str(os.cpu_count() or 1)
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS or int(text) < 1:
        fix = "such as 2; without it, it is the number of processors"
        raise CommandError(f"SWELL_RENDERS must be a whole number from 1, not {text!r}", fix=fix)
    return int(text)


def _try(path: str) -> int | None:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    os.set_inheritable(lock, True)  # noqa: FBT003  (its only form)
    return lock
