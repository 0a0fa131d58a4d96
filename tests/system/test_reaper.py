import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

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
