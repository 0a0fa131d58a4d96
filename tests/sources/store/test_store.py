import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from three import Three

ASKED = ("generate", "-n", "backend", "-e", "prod")


@pytest.fixture
def tight(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, which is nearly full."""
    folder = tmp_path / "tight"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    (folder / "ballast").write_bytes(b"x" * 150_000)
    yield folder
    subprocess.run(["umount", folder], check=True)


def objects(three: Three) -> list[Path]:
    return sorted((three.folder / "store/objects").iterdir())


def test_of_fifty_renders_at_once_one_pulls_each_source(three: Three) -> None:
    three.run("lock")
    before = three.forge.pulls()

    running = [three.start(*ASKED, app="bank-bitso", SWELL_RENDERS="2", SWELL_TIMEOUT="300") for _ in range(50)]
    outs = {process.communicate()[0] for process in running}

    assert {process.returncode for process in running} == {0}
    assert len(outs) == 1
    assert three.forge.pulls() - before == 2


def test_a_file_that_was_changed_since_is_noticed_and_pulled_again(three: Three) -> None:
    three.run("lock")
    first = three.render()
    values = next((three.folder / "store").glob("objects/*/tree/charts/values.yaml"))
    stat = values.stat()
    values.write_bytes(values.read_bytes().replace(b"2026", b"1066"))
    os.utime(values, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert three.render() == first
    values.with_name("more.yaml").write_text("")
    assert three.render() == first


def test_a_store_that_was_merely_copied_is_read_anew_and_kept(three: Three) -> None:
    three.run("lock")
    first = three.render()
    subprocess.run(["cp", "-r", three.folder / "store", three.folder / "copied"], check=True)
    three.forge.stop()

    assert three.render(SWELL_STORE=str(three.folder / "copied")) == first


def test_what_a_killed_writer_leaves_behind_is_swept_and_blocks_nobody(three: Three) -> None:
    three.run("lock")
    slow = three.folder / "slow"
    slow.mkdir()
    (slow / "git").write_text("#!/bin/sh\ntouch $TMPDIR/begun\nexec sleep 60\n")
    (slow / "git").chmod(0o755)
    process = three.start(*ASKED, app="bank-bitso", PATH=f"{slow}:{os.environ['PATH']}")
    while not (three.folder / "tmp/begun").exists():
        time.sleep(0.01)
    left = list((three.folder / "store/tmp").iterdir())
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert left
    three.render()
    assert not list((three.folder / "store/tmp").iterdir())


@pytest.mark.parametrize("when", [1, 4_000_000_000], ids=["long ago", "in the future"])
def test_the_next_run_removes_what_killed_ones_have_left_whatever_the_clock_says(when: int, three: Three) -> None:
    three.run("lock")
    first = three.render()
    tmp = three.folder / "store/tmp"
    for name in ("new-bare", "new-begun", "gone-whole", "gone-bare"):
        (tmp / name).mkdir()
    for name in ("new-begun/lock", "gone-whole/lock", "gone-whole/content"):
        (tmp / name).write_text("")
    for path in tmp.rglob("*"):
        os.utime(path, (when, when))

    assert three.render() == first
    assert not list(tmp.iterdir())


def test_what_another_process_writes_is_not_swept(three: Three) -> None:
    three.run("lock")
    three.render()
    (three.folder / "store/tmp/new-work").mkdir()
    with (three.folder / "store/tmp/new-work/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        three.render()
        assert (three.folder / "store/tmp/new-work").exists()
    three.render()
    assert not (three.folder / "store/tmp/new-work").exists()


@pytest.mark.parametrize("foreign", ["notes.txt", "usr", ".git"])
def test_a_folder_that_holds_other_peoples_files_is_no_store_and_stays_as_it_is(foreign: str, three: Three) -> None:
    three.run("lock")
    theirs = three.folder / "theirs"
    for name in ("tmp/new-thing", "tmp/build", "objects/thing", foreign):
        (theirs / name).mkdir(parents=True)
        os.utime(theirs / name, (1, 1))
    before = sorted(theirs.rglob("*"))

    error = three.run(*ASKED, app="bank-bitso", status=2, SWELL_STORE=str(theirs), SWELL_STORE_BYTES="1")[1]
    assert f"the store's folder {theirs} is none of Swell's and not empty" in error.partition("\n")[0]
    assert "let SWELL_STORE name an empty folder" in error
    assert sorted(theirs.rglob("*")) == before


def test_what_the_store_did_not_name_itself_is_neither_swept_nor_evicted_nor_forgotten(three: Three) -> None:
    three.run("lock")
    store = three.folder / "volume"
    for name in ("lost+found", "tmp/build", "objects/thing"):
        (store / name).mkdir(parents=True)
        os.utime(store / name, (1, 1))
    (store / "objects/thing/lock").write_text("")
    (store / "pins").mkdir()
    (store / "pins/notes").write_text("nowhere")

    three.render(SWELL_STORE=str(store), SWELL_STORE_BYTES="1")
    left = ("lost+found", "tmp/build", "objects/thing/lock", "pins/notes")
    assert [name for name in left if not (store / name).exists()] == []
    assert len(list((store / "pins").iterdir())) > 1


@pytest.mark.parametrize("what", ["pins/*", "objects/*/content", "objects/*/touched"])
@pytest.mark.parametrize("damage", [b"\xff", b"\0", b"../"])
def test_a_flipped_bit_in_the_store_heals(what: str, damage: bytes, three: Three) -> None:
    three.run("lock")
    first = three.render()
    for path in (three.folder / "store").glob(what):
        path.write_bytes(damage + path.read_bytes()[len(damage) :])

    assert three.render() == first
    three.forge.stop()
    assert three.render() == first


def test_a_damaged_pin_is_forgotten_when_room_is_made(three: Three) -> None:
    three.run("lock")
    three.render()
    pin = next((three.folder / "store/pins").iterdir())
    pin.write_bytes(b"\xff" * 64)
    three.area(7)
    three.run("lock", "--update", "area")
    three.render(SWELL_STORE_BYTES="1")

    assert not pin.exists() or b"\xff" not in pin.read_bytes()


def test_what_was_not_used_for_longest_goes_and_what_is_read_stays(three: Three) -> None:
    three.run("lock")
    three.render()
    (kept,) = (path for path in objects(three) if (path / "tree/charts").exists())
    os.utime(kept / "lock", (1, 1))
    with (kept / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        three.area(5)
        three.run("lock", "--update", "area", SWELL_STORE_BYTES="1")
        three.render("bank-accountstatements", SWELL_STORE_BYTES="1")

    assert kept in objects(three)
    three.area(6)
    three.run("lock", "--update", "area")
    three.render(SWELL_STORE_BYTES="1")
    assert kept not in objects(three)


def test_equal_content_lies_in_the_store_once(three: Three) -> None:
    three.run("lock")
    three.render()
    three.forge.commit("be-sms", {})
    three.run("lock", "--update")
    three.render()

    assert len(objects(three)) == 2


def test_a_store_without_room_is_done_without(three: Three, tight: Path) -> None:
    three.run("lock")
    first = three.render()

    assert three.render(SWELL_STORE=str(tight / "store")) == first
    assert not [path for path in (three.folder / "tmp").iterdir() if path.name.startswith("swell-source")]


@pytest.mark.parametrize(
    "option", [*(f"nr_inodes={number}" for number in range(1, 34, 4)), *(f"size={kib}k" for kib in (4, 16, 64, 96))]
)
def test_a_store_that_runs_out_of_inodes_or_bytes_at_any_moment_is_done_without(
    option: str, three: Three, tmp_path: Path
) -> None:
    three.run("lock")
    first = three.render()
    (tmp_path / "small").mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", option, "none", tmp_path / "small"]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        store = tmp_path / "small/store"
        assert three.render(SWELL_STORE=str(store)) == first
        assert not list((store / "tmp").iterdir() if (store / "tmp").exists() else ())
    finally:
        subprocess.run(["umount", tmp_path / "small"], check=True)
    assert {path.name.rpartition("-")[0] for path in (three.folder / "tmp").iterdir()} == {"swell-renders"}


@pytest.mark.parametrize("most", [0, 1, 100, 1000, 20_000])
def test_files_that_may_not_grow_give_all_or_an_error_and_the_next_run_is_a_good_one(most: int, three: Three) -> None:
    three.run("lock")
    first = three.render()
    shutil.rmtree(three.folder / "store")

    process = three.start(*ASKED, app="bank-bitso", before=("prlimit", f"--fsize={most}"))
    out, error = process.communicate()
    assert (process.returncode, out) in ((0, first), (2, ""))
    assert process.returncode == 0 or "File too large" in error or "brings more than" in error
    assert three.render() == first
    assert not list((three.folder / "store/tmp").iterdir())


def test_no_room_anywhere_is_said_in_a_line(three: Three, tight: Path) -> None:
    three.run("lock")

    with suppress(OSError), (tight / "more").open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass

    error = three.run(*ASKED, app="bank-bitso", status=2, SWELL_STORE=str(tight / "store"), TMPDIR=str(tight))[1]
    assert "no room" in error.partition("\n")[0]


def test_a_temporary_folder_that_is_not_there_is_not_called_one_without_room(three: Three) -> None:
    three.run("lock")
    nowhere = {"SWELL_STORE": "/proc/store", "TMPDIR": str(three.folder / "nowhere")}
    error = three.run(*ASKED, app="bank-bitso", status=2, **nowhere)[1]
    assert f"to {three.folder}/nowhere: No such file or directory" in error.partition("\n")[0]
    assert "here: in the store /proc/store: No such file or directory" in error
    assert "fix: let TMPDIR name a folder that can be written to" in error


def test_a_store_that_can_only_be_read_is_used(three: Three) -> None:
    three.run("lock")
    first = three.render()
    asked = len(three.forge.requests)
    store, bound = three.folder / "store", three.folder / "bound"
    bound.mkdir()
    if subprocess.run(["mount", "--bind", store, bound], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", bound], check=True)
        assert three.render(SWELL_STORE=str(bound)) == first
        assert len(three.forge.requests) == asked
        three.area(4)
        three.run("lock", "--update", SWELL_STORE=str(bound))
        assert "replicas: 4" in three.render(environment="stage", SWELL_STORE=str(bound))
    finally:
        subprocess.run(["umount", bound], check=True)


def test_an_application_can_not_choose_the_store(three: Three) -> None:
    for name in ("STORE", "STORE_BYTES", "HELMS"):
        error = three.run("generate", app="bank-bitso", status=2, **{f"ARGOCD_ENV_SWELL_{name}": "/x"})[1]
        assert f"an Application can't set SWELL_{name}" in error
