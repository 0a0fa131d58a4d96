"""Waiting for descriptors."""

import os
import resource
from collections.abc import Iterator

import pytest

from cmp.system.process import Deadline, finish, start
from cmp.system.ready import ready

_OPEN = 1_100  # more than select takes


@pytest.fixture
def many_open() -> Iterator[None]:
    """Have more files open than `select` can tell apart."""
    before = soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < _OPEN + 100:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN + 100, hard))
    opened = [os.open("/dev/null", os.O_RDONLY) for _ in range(_OPEN)]
    yield
    for descriptor in opened:
        os.close(descriptor)
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("many_open")
def test_a_program_is_read_though_more_than_a_thousand_files_are_open() -> None:
    ended = finish(start(("/bin/sh", "-c", "echo out; echo err >&2"), env={}), deadline=Deadline.after(60))
    assert (ended.stdout, ended.stderr) == (b"out\n", b"err\n")


def test_what_can_be_read_or_has_ended_is_ready_and_nothing_else() -> None:
    (silent, kept), (ended, closed), (said, told) = os.pipe(), os.pipe(), os.pipe()
    os.close(closed)
    os.write(told, b"x")
    assert ready([silent], 0.01) == []
    assert set(ready([silent, ended, said], 60)) == {ended, said}
    for descriptor in (silent, kept, ended, said, told):
        os.close(descriptor)
