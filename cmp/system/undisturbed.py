"""Cleaning up undisturbed by the bound of time: a program that is stopped half way leaves processes behind."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_LEAST = 1.0  # seconds that are left afterwards, so that the reason for the end can be told
_TIMERS = (signal.ITIMER_REAL, signal.ITIMER_PROF)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold the timers of `cmp.system.bounds` back inside; afterwards they ring as they would have, or a bit later."""
    before = [(timer, signal.setitimer(timer, 0)) for timer in _TIMERS]
    try:
        yield
    finally:
        for timer, (left, interval) in before:
            if left or interval:
                signal.setitimer(timer, max(left, _LEAST), interval)
