"""An alarm for calls without a deadline; another one that was set before rings afterwards."""

import os
import time

import pytest

from cmp.system.alarm import Alarm, RangError
from cmp.system.bounds import Bounds, OverdueError
from cmp.system.process import Deadline

_PLENTY = 1 << 40


def test_a_call_that_never_ends_is_ended() -> None:
    reader, writer = os.pipe()
    with pytest.raises(RangError), Alarm(0.05):
        os.read(reader, 1)
    os.close(reader)
    os.close(writer)


def test_an_alarm_that_is_over_rings_no_more() -> None:
    with Alarm(0.05):
        pass
    time.sleep(0.1)


def test_the_bound_of_time_that_was_set_before_still_holds() -> None:
    with pytest.raises(OverdueError), Bounds(Deadline.after(0.1), _PLENTY, 1000):  # noqa: PT012
        with pytest.raises(RangError), Alarm(0.2):
            time.sleep(60)
        time.sleep(60)
