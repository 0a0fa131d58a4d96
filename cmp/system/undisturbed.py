"""Cleaning up undisturbed by the bound of time: a program that is stopped half way leaves processes behind."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_LEAST = 1.0  # seconds that are left afterwards, so that the reason for the end can be told


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold the alarm of `cmp.system.bounds` back inside; afterwards it comes as it would have, or a little later."""
    left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        if left or interval:
            signal.setitimer(signal.ITIMER_REAL, max(left, _LEAST), interval)
