"""A line on a terminal for the user who waits: what is done, and for how many seconds, once it takes more than one."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cmp.cli.output import passing
from cmp.system.doing import now

_PATIENCE, _TICK = 1.0, 0.5  # seconds


@contextmanager
def waiting() -> Iterator[None]:
    """Tell on stderr what takes long as long as the block runs, if that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    over = threading.Event()
    teller = threading.Thread(target=_tell, args=(over,), daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _tell(over: threading.Event) -> None:
    """Show what is done, and since when, until it is over; what is printed takes the line away."""
    what, since = "", time.monotonic()
    while not over.wait(_TICK):
        if (doing := now()) != what:
            what, since = doing, time.monotonic()
        seconds = time.monotonic() - since
        if what:
            passing(f"{what} ... {seconds:.0f} s" if seconds > _PATIENCE else "")
