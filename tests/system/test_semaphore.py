"""The semaphore with real processes, in the order of their tickets; each line of the log is written whole."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from servers import waited_for

from cmp.system.process import Deadline
from cmp.system.semaphore import acquire

RENDER = """
import os, sys, time
from cmp.system.process import Deadline
from cmp.system.semaphore import acquire

folder, log, count, name, seconds = sys.argv[1:]
log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
if acquire(folder, int(count), deadline=Deadline.after(60)) is None:
    sys.exit("gave up")
os.write(log, f"+{name}\\n".encode())
time.sleep(float(seconds))
os.write(log, f"-{name}\\n".encode())
"""
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    (tmp_path / "queue").mkdir()
    return tmp_path / "queue"


@pytest.fixture
def start(queue: Path, tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def one(name: str, *, count: int = 1, seconds: float = 0.05) -> "subprocess.Popen[bytes]":
        """Start a process, and wait until it has its ticket."""
        before = os.listdir(queue)
        argv = [sys.executable, "-c", RENDER, str(queue), str(tmp_path / "log"), str(count), name, str(seconds)]
        started.append(subprocess.Popen(argv))
        assert waited_for(lambda: max(map(int, os.listdir(queue)), default=0) > max(map(int, before), default=0))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def log(queue: Path) -> list[str]:
    """Return what the processes wrote."""
    path = queue.parent / "log"
    return path.read_text().split() if path.exists() else []


def ended(process: "subprocess.Popen[bytes]") -> int:
    """Return the exit code of a process."""
    return process.wait(timeout=60)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_first_come_first_served_and_never_more_at_once_than_there_are_places(
    count: int, queue: Path, start: Start
) -> None:
    running = [start(str(number), count=count, seconds=60 if number < count else 0.05) for number in range(12)]
    assert waited_for(lambda: len(log(queue)) == count)  # all places are taken, and more processes wait

    for holder in running[:count]:
        holder.kill()
    assert [ended(process) for process in running[count:]] == [0] * (12 - count)
    told = log(queue)
    began = [int(line[1:]) for line in told if line[0] == "+"]
    assert sorted(began) == list(range(12))
    assert all(
        number - place < count for place, number in enumerate(began)
    )  # those that run at once write in any order
    assert max(accumulate(1 if line[0] == "+" else -1 for line in told[count:])) <= count


def test_killed_holders_and_waiters_hold_up_nothing_behind_them(queue: Path, start: Start) -> None:
    running = [start(str(number), count=2, seconds=60 if number < 2 else 0.05) for number in range(10)]
    assert waited_for(lambda: len(log(queue)) == 2)
    for number in (3, 4, 6, 0, 1):
        running[number].send_signal(signal.SIGKILL)

    assert [ended(running[number]) for number in (2, 5, 7, 8, 9)] == [0] * 5
    assert sorted(line for line in log(queue)[2:] if line[0] == "+") == ["+2", "+5", "+7", "+8", "+9"]


def test_a_process_that_waits_sleeps_until_there_is_a_place(start: Start) -> None:
    holder = start("holder", seconds=60)
    waiters = [start(str(number)) for number in range(4)]
    assert all(waited_for(lambda one=one: woken(one) == woken(one, after=0.2)) for one in waiters)
    before = [woken(one) for one in waiters]

    time.sleep(1)
    assert [woken(one) for one in waiters] == before
    holder.kill()
    assert [ended(one) for one in waiters] == [0] * 4


def woken(process: "subprocess.Popen[bytes]", *, after: float = 0) -> int:
    """Return how often a process has gone to sleep by itself."""
    time.sleep(after)
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])


def test_a_place_is_taken_as_long_as_a_program_has_the_descriptor(queue: Path) -> None:
    held = acquire(str(queue), 1, deadline=Deadline.after(5))
    child = subprocess.Popen(["sleep", "60"], pass_fds=[held])
    os.close(held)

    assert acquire(str(queue), 1, deadline=Deadline.after(0.2)) is None
    child.kill()
    child.wait()
    assert acquire(str(queue), 1, deadline=Deadline.after(5)) is not None


def test_a_process_that_gave_up_leaves_the_queue(queue: Path) -> None:
    first = acquire(str(queue), 1, deadline=Deadline.after(5))
    assert [acquire(str(queue), 1, deadline=Deadline.after(0)) for _ in range(3)] == [None] * 3
    os.close(first)

    second = acquire(str(queue), 1, deadline=Deadline.after(0))
    assert second is not None
    os.close(second)
    assert acquire(str(queue), 1, deadline=Deadline.after(0)) is not None
    assert len(os.listdir(queue)) == 1


def test_more_places_than_tickets_are_taken_at_once_and_leave_no_descriptor_open(queue: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    held = [acquire(str(queue), 9, deadline=Deadline.after(0)) for _ in range(9)]
    assert None not in held
    assert acquire(str(queue), 9, deadline=Deadline.after(0)) is None
    assert len(os.listdir("/proc/self/fd")) == before + 9
    for descriptor in held:
        os.close(descriptor)


def test_whatever_else_lies_in_the_folder_stays(queue: Path) -> None:
    for name in ("notes", ".1", "1a", "²"):
        (queue / name).write_text("theirs")

    os.close(acquire(str(queue), 1, deadline=Deadline.after(0)))
    os.close(acquire(str(queue), 1, deadline=Deadline.after(0)))
    assert {path.name for path in queue.iterdir()} == {"notes", ".1", "1a", "²", "2"}


def test_a_process_that_dies_while_it_makes_its_ticket_holds_up_nothing(queue: Path) -> None:
    os.mkfifo(queue / "7")

    ticket = acquire(str(queue), 1, deadline=Deadline.after(0))
    assert ticket is not None
    assert os.listdir(queue) == ["8"]
    os.close(ticket)
