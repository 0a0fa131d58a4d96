import fcntl
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cmp.system import reaper

LIFE = """
import sys, time
from cmp.system import process
from cmp.system.reaper import REAPER

folder = sys.argv[1]
running = process.start(("/bin/sh", "-c", "sleep 60 & sleep 60"), env={}, group=True)
REAPER.folder(folder)
print(running.pid, flush=True)
if sys.argv[2] == "ends":
    process.stop(running)
    REAPER.stop()
time.sleep(60)
"""


@pytest.mark.parametrize("end", ["killed", "ends"])
def test_what_a_killed_process_leaves_behind_is_gone(end: str, tmp_path: Path) -> None:
    (tmp_path / "work/deep").mkdir(parents=True)
    (tmp_path / "work/deep/file").write_text("half")
    living = subprocess.Popen([sys.executable, "-c", LIFE, tmp_path / "work", end], stdout=subprocess.PIPE, text=True)
    assert living.stdout
    group = int(living.stdout.readline())
    if end == "killed":
        assert alive(group)
        living.kill()

    assert waited(lambda: not alive(group))
    assert waited(lambda: not (tmp_path / "work").exists())
    living.kill()
    living.wait()
    living.stdout.close()


def alive(group: int) -> bool:
    """Tell whether a group has a process that is more than an entry that nobody has asked about yet."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return True
    return False


def waited(ready: Callable[[], bool]) -> bool:
    """Wait until something is so."""
    end = time.monotonic() + 10
    while not ready() and time.monotonic() < end:
        time.sleep(0.02)
    return ready()


def test_orders_that_are_cancelled_take_no_memory_and_one_that_comes_in_parts_is_kept() -> None:
    left = subprocess.Popen(["/bin/sleep", "600"], start_new_session=True)
    with subprocess.Popen([sys.executable, "-IS", reaper.__file__], stdin=subprocess.PIPE) as running:
        assert running.stdin
        sizes = []
        for start in (1_000_000, 2_000_000, 3_000_000):
            for number in range(start, start + 100_000):
                running.stdin.write(b"group %d\0ended %d\0" % (number, number))
            running.stdin.flush()
            assert waited(lambda: _unread(running) == 0)
            sizes.append(int(Path(f"/proc/{running.pid}/statm").read_text().split()[1]))
        for part in (b"gro", b"up %d" % left.pid, b"\0"):
            running.stdin.write(part)
            running.stdin.flush()
    assert sizes[-1] - sizes[0] < 256, "more than 1 MiB of pages"
    assert left.wait(60) == -9


def _unread(running: "subprocess.Popen[bytes]") -> int:
    """Return how many bytes lie in the pipe to a process."""
    assert running.stdin
    return int.from_bytes(fcntl.ioctl(running.stdin, termios.FIONREAD, b"\0" * 4), sys.byteorder)
