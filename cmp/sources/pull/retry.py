"""Retrying failures that may pass, until the deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

from cmp.errors import PullError
from cmp.sources.model import Pulling, Source
from cmp.sources.pull.faults import PassingError, fault
from cmp.sources.pull.location import Location
from cmp.text import pasted

_PAUSES = (0.5, 2.0)  # before the second try, and before the third
_PATIENCE = 5.0  # the longest Retry-After that is waited for
_T = TypeVar("_T")
# Errors from parsing a response of an unexpected form: such a request is not tried again.
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


def persist(action: Callable[[], _T], *, source: Source, location: Location, pulling: Pulling) -> _T:
    """Run an action, up to three times as long as its failure may pass.

    Raises:
        PullError: the last failure, or a response that can't be read; nothing was changed.
    """
    for tries, pause in enumerate((*_PAUSES, None), start=1):
        try:
            return action()
        except PassingError as passing:
            wait = max(pause or 0.0, passing.wait)
            if pause is None or wait > _PATIENCE or wait >= pulling.deadline.left():
                raise _given_up(passing, tries, source, pulling) from None
            time.sleep(wait)
        except _UNREADABLE as problem:
            raise fault("unreadable", source, location, detail=type(problem).__name__) from None
    raise AssertionError  # the last pause is None


def _given_up(passing: PassingError, tries: int, source: Source, pulling: Pulling) -> PullError:
    counted = f"tried {tries} times" if tries > 1 else "tried once"
    waits = f", and asks to wait {passing.wait:.0f} s" if passing.wait > _PATIENCE else ""
    command = f"argocd app get {pasted(pulling.settings.app or 'NAME')} --hard-refresh"
    fix = f"nothing was changed; once it answers again: {command}"
    fix = f"{passing.fix}; {fix}" if passing.fix else fix
    return PullError(f"{passing.message}{waits} ({counted})", where=source.alias, fix=fix)
