"""`swell sidecar`: one exit code, all signals passed on, a server that comes again, and nothing left in the end."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from image_program import PYTHON, image_program
from programs import SWELL
from resident import ALONE, alive, children, until
from sidecars import Sidecar, started

# In the place of argocd-cmp-server: tells where the server is, and what signals it gets, until it is asked to end.
MAIN = """
import os, signal, sys, time
def told(number, _):
    print(number, flush=True)
    if number in (signal.SIGTERM, signal.SIGINT):
        sys.exit(7)
for number in (1, 2, 3, 10, 12, 15, 28):
    signal.signal(number, told)
print(os.environ["SWELL_SERVER"], flush=True)
while True:
    time.sleep(0.1)
"""


@pytest.fixture
def sidecar(tmp_path: Path) -> Iterator[Sidecar]:
    with started(tmp_path, PYTHON, "-c", MAIN) as running:
        yield running


def test_it_ends_with_the_exit_code_of_its_program_and_leaves_nothing(sidecar: Sidecar, tmp_path: Path) -> None:
    assert sidecar.folder.stat().st_mode & 0o777 == 0o700
    server = sidecar.server
    (reaper,) = children(server)
    os.kill(sidecar.main, signal.SIGTERM)
    assert sidecar.process.wait(60) == 7
    assert not alive(server)
    until(lambda: not alive(reaper))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_program_that_a_signal_ends_gives_the_exit_code_of_a_shell(sidecar: Sidecar) -> None:
    os.kill(sidecar.main, signal.SIGKILL)
    assert sidecar.process.wait(60) == 128 + signal.SIGKILL


@pytest.mark.parametrize("number", [1, 3, 10, 12, 28, 2, 15])
def test_a_signal_goes_to_the_program_alone(number: int, sidecar: Sidecar) -> None:
    server = sidecar.server
    sidecar.process.send_signal(number)
    assert sidecar.process.stdout
    assert sidecar.process.stdout.readline() == f"{number}\n"
    if number in (2, 15):
        assert sidecar.process.wait(60) == 7
    else:
        assert alive(server)


def test_a_server_that_has_ended_comes_again_and_clients_go_on_meanwhile(sidecar: Sidecar, tmp_path: Path) -> None:
    status, whole, err = sidecar.render(tmp_path)
    assert (status, err.startswith("swell: web: ")) == (0, True)
    for number in (signal.SIGTERM, signal.SIGKILL):
        before = sidecar.server
        os.kill(before, number)
        until(lambda before=before: not alive(before))
        assert sidecar.render(tmp_path)[:2] == (0, whole)
        until(lambda before=before: sidecar.server not in (0, before))
        until(lambda: ALONE not in sidecar.render(tmp_path)[2])
    log = (tmp_path / "log").read_text()
    assert [line.partition(";")[0] for line in log.splitlines()] == [
        "swell: the server has ended (SIGTERM) and starts again in 1 s",
        "swell: the server has ended (SIGKILL) and starts again in 2 s",
    ]


def test_what_others_leave_behind_is_waited_for_by_process_1(tmp_path: Path) -> None:
    if os.getuid():
        pytest.skip("only root makes a process 1")
    script = """
        sh -c 'sleep 0.1 & exec sleep 0' ; sleep 1
        for one in /proc/[0-9]*/stat; do read -r _ _ state _ <$one; [ $state = Z ] && echo zombie; done; exit 3
    """
    image_program(tmp_path)
    command = ["unshare", "--pid", "--fork", "--mount-proc", tmp_path / "swell", "sidecar", "/bin/sh", "-c", script]
    env = {"PATH": os.defpath, "TMPDIR": str(tmp_path)}
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if "unshare" in run.stderr:
        pytest.skip(f"no process 1: {run.stderr}")
    assert (run.returncode, run.stdout) == (3, "")


def test_without_a_program_it_is_argo_cds_own(tmp_path: Path) -> None:
    if Path("/var/run/argocd/argocd-cmp-server").exists():
        pytest.skip("it is here")
    for arguments in ((), ("--config-dir-path", "/x")):
        run = subprocess.run(
            [SWELL, "sidecar", *arguments], env={"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False
        )
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == (
            "swell: can't start /var/run/argocd/argocd-cmp-server: No such file or directory.\n"
            "  fix: correct its path, or in a pod mount the volume `var-files` at /var/run/argocd\n"
        )
    assert list(tmp_path.iterdir()) == []


BEFORE = 'place="$TMPDIR/swell-server-$(id -u)-$$"; {}; exec "$0" sidecar /bin/sh -c "exit 5"'


@pytest.mark.parametrize(
    ("what", "code", "left"),
    [
        ('mkdir -p "$place" && touch "$place/socket"', 5, []),
        ('mkdir -p "$place" && touch "$place/file"', 2, ["file"]),
        ('mkdir "$TMPDIR/other" && touch "$TMPDIR/other/socket" && ln -s other "$place"', 2, ["socket"]),
    ],
)
def test_only_what_an_earlier_sidecar_has_left_gives_way(what: str, code: int, left: list[str], tmp_path: Path) -> None:
    command = ["/bin/sh", "-c", BEFORE.format(what), SWELL]
    env = {"TMPDIR": str(tmp_path), "PATH": os.defpath}
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == left
    assert code == 5 or "can't write the server's socket to " in run.stderr


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    env = {"TMPDIR": str(tmp_path / "none")}
    run = subprocess.run([SWELL, "sidecar", "/bin/true"], env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith(
        f"swell: can't write the server's socket to {tmp_path}/none: No such file or directory.\n"
    )
