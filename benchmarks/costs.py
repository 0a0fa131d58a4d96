"""What a command costs: processor time with that of all that works for it, wall time, and memory."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cmp.value import Value

_TICK = os.sysconf("SC_CLK_TCK")
_UTIME = 11  # of the fields behind the name in /proc/PID/stat; then stime, cutime and cstime
_LOOK = 0.01  # seconds
_RESET = "5"  # written to clear_refs: from then on VmHWM is the most that the process has had since


class Cost(Value):
    """Seconds of a processor, seconds, and the MiB that the largest process had."""

    processor: float
    wall: float
    peak: float


def measured(
    command: Sequence[str | Path],
    folder: Path,
    variables: Mapping[str, str],
    others: Callable[[], Sequence[int]] = tuple,
    times: int = 1,
) -> Cost:
    """Run a command in a folder so many times, and return what one run cost.

    The system counts the processor time of processes that stay in hundredths of a second, so that a short command has
    to run several times. `others` returns the numbers of processes that work for it meanwhile.
    """
    processor = wall = peak = 0.0
    before = used(others())
    with _watched(others) as most:
        for _ in range(times):
            start = time.perf_counter()
            spent, memory = _run(command, folder, variables)
            wall += time.perf_counter() - start
            processor, peak = processor + spent, max(peak, memory)
        _rest(others)
    processor += used(others()) - before
    return Cost(processor=processor / times, wall=wall / times, peak=max(peak, *most) / 1024)


def _run(command: Sequence[str | Path], folder: Path, variables: Mapping[str, str]) -> tuple[float, int]:
    """Run a command; return its processor time, and the KiB that it had."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=variables, stdout=nothing, stderr=subprocess.PIPE) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: {said.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


@contextmanager
def _watched(others: Callable[[], Sequence[int]]) -> Iterator[list[int]]:
    """Note the KiB that other processes, and what they start, have at most meanwhile."""
    most, ended = [0], threading.Event()

    def watch() -> None:
        while others() and not ended.wait(_LOOK):
            most.append(max((memory(pid, "VmHWM") for pid in (*others(), *_children(others()))), default=0))

    for pid in others():
        Path(f"/proc/{pid}/clear_refs").write_text(_RESET)
    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


def _rest(others: Callable[[], Sequence[int]]) -> None:
    """Wait until nothing works any more: what is done after an answer, as collecting garbage, counts as well."""
    while _children(others()) or any(map(_works, others())):
        time.sleep(_LOOK)


def _works(pid: int) -> bool:
    """Tell whether a thread of a process runs."""
    return any(_fields(path)[0] not in "SZ" for path in Path(f"/proc/{pid}/task").glob("*/stat"))


def memory(pid: int, name: str) -> int:
    """Return what a process has in memory by a name in /proc/PID/status, in KiB; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
    return 0


def used(pids: Sequence[int]) -> float:
    """Return the processor time that processes and those that they have waited for have taken."""
    return sum(own(pid) + waited(pid) for pid in pids)


def own(pid: int) -> float:
    """Return the processor time that a process itself has taken."""
    return sum(_times(pid)[:2]) / _TICK


def waited(pid: int) -> float:
    """Return the processor time of what a process has started, has ended, and was waited for."""
    return sum(_times(pid)[2:]) / _TICK


def _times(pid: int) -> list[int]:
    return list(map(int, _fields(Path(f"/proc/{pid}/stat"))[_UTIME : _UTIME + 4]))


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:  # a thread that has ended
        return ["Z"]


def _children(pids: Sequence[int]) -> set[int]:
    """Return the children of processes that have started in the last moments: all but the reaper, which stays."""
    found = set()
    for pid in pids:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            with suppress(OSError):
                if b"reaper.py" not in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.add(int(child))
    return found
