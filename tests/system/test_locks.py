"""Locks between processes; two descriptors of one process that were opened apart are as good as two processes."""

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cmp.system.locks import Exclusive, awaited, tried
from cmp.system.process import Deadline

HOLDER = """
import sys, time
from cmp.system.locks import tried
print(tried(sys.argv[1], alone=True, create=True), flush=True)
time.sleep(60)
"""


def test_a_file_that_is_locked_alone_can_be_locked_by_no_other(tmp_path: Path) -> None:
    lock = tried(path := f"{tmp_path}/lock", alone=True, create=True)
    assert lock is not None
    assert tried(path, alone=True) is tried(path, alone=False) is None
    os.close(lock)
    assert tried(path, alone=True) is not None


def test_many_may_lock_a_file_to_read_and_keep_out_who_would_change_it(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    assert None not in [tried(f"{tmp_path}/lock", alone=False) for _ in range(3)]
    assert tried(f"{tmp_path}/lock", alone=True) is None


def test_a_missing_file_is_no_lock_and_a_missing_folder_an_error(tmp_path: Path) -> None:
    assert tried(f"{tmp_path}/lock", alone=True) is None
    with pytest.raises(FileNotFoundError):
        tried(f"{tmp_path}/gone/lock", alone=True, create=True)


def test_a_link_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        tried(f"{tmp_path}/lock", alone=True, create=True)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_another_has_locked_is_waited_for_until_the_deadline(tmp_path: Path) -> None:
    path = f"{tmp_path}/lock"
    held = awaited(path, deadline=Deadline.after(0))
    assert held is not None
    assert awaited(path, deadline=Deadline.after(0.1)) is None
    os.close(held)
    assert awaited(path, deadline=Deadline.after(0)) is not None


def test_a_lock_is_free_as_soon_as_the_process_that_held_it_was_killed(tmp_path: Path) -> None:
    path = f"{tmp_path}/lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip().isdigit()
        assert tried(path, alone=True) is None
        holder.kill()
    assert tried(path, alone=True) is not None


def test_a_folder_is_changed_by_one_at_a_time_and_left_free(tmp_path: Path) -> None:
    with Exclusive(str(tmp_path)):
        assert tried(str(tmp_path), alone=True) is None
    lock = tried(str(tmp_path), alone=True)
    assert lock is not None
    os.close(lock)


def test_a_folder_behind_a_link_is_not_locked(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OSError, match=r"Not a directory|symbolic links"), Exclusive(f"{tmp_path}/link"):
        raise AssertionError


def test_a_process_that_waits_is_woken_by_the_free_lock_and_does_not_look_again_and_again(tmp_path: Path) -> None:
    path = f"{tmp_path}/lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip().isdigit()
        threading.Timer(1, holder.kill).start()
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
        assert awaited(path, deadline=Deadline.after(60)) is not None
        assert resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw - before < 10


def test_the_file_of_a_lock_may_be_removed_while_it_is_waited_for(tmp_path: Path) -> None:
    path = f"{tmp_path}/lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip().isdigit()
        os.unlink(path)
        threading.Timer(0.3, holder.kill).start()
        assert awaited(path, deadline=Deadline.after(60)) is not None
    assert tried(path, alone=True) is None
