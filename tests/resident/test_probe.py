"""The probes in a container of its own: what they find of an argocd-cmp-server, and of the server beside it.

In the place of argocd-cmp-server a Python speaks the first words of HTTP/2; tests/e2e/test_probes.py has the real one.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from image_program import PYTHON
from resident import children, until
from sidecar_container import PROBES, UNSHARE, Container, contained, needs_containers

from cmp.resident import probe

SETTINGS = b"\0\0\0\4\0\0\0\0\0"
# Listens, after so many seconds; answers with the words that are given, and sleeps where there are none.
MAIN = """
import signal, socket, sys, time
path, delay, said = sys.argv[1], float(sys.argv[2]), bytes.fromhex(sys.argv[3])
time.sleep(delay)
listening = socket.socket(socket.AF_UNIX)
listening.bind(path)
listening.listen()
while True:
    if not said:
        signal.pause()
    link, _ = listening.accept()
    assert link.recv(24) == b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n"
    link.sendall(said)
"""


class Start(Protocol):
    """Starts a sidecar with such a program."""

    def __call__(self, said: bytes = SETTINGS, delay: float = 0.0) -> Container:
        """Return it, with what the program says, and after how many seconds it listens."""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts a sidecar, which ends with the test."""
    program = tmp_path / "argocd-cmp-server"
    program.symlink_to(os.path.realpath(sys.executable))
    with ExitStack() as running:

        def started(said: bytes = SETTINGS, delay: float = 0.0) -> Container:
            command = [program, "-I", "-c", MAIN, tmp_path / "swell.sock", str(delay), said.hex()]
            return running.enter_context(contained(tmp_path, command))

        yield started


def test_a_sidecar_that_answers_is_live_and_ready_in_little_time(start: Start) -> None:
    sidecar = start()
    until(lambda: sidecar.probe("ready")[0] == 0)
    began = time.monotonic()
    assert sidecar.probe("live") == (0, "ok\n")
    assert time.monotonic() - began < 5


def test_it_is_ready_as_soon_as_argocd_cmp_server_listens(start: Start) -> None:
    sidecar = start(delay=2.0)
    assert sidecar.probe("ready") == (1, "swell: argocd-cmp-server does not listen at a socket.\n")
    until(lambda: sidecar.probe("ready") == (0, "ok\n"))


@pytest.mark.parametrize(("said", "why"), [(b"", ": nothing comes"), (b"HTTP/1.1 4", " in HTTP/2")])
def test_an_argocd_cmp_server_that_does_not_answer_is_neither(
    said: bytes, why: str, start: Start, tmp_path: Path
) -> None:
    sidecar = start(said)
    until((tmp_path / "swell.sock").exists)
    told = (1, f"swell: argocd-cmp-server does not answer at {tmp_path}/swell.sock{why}.\n")
    assert [sidecar.probe(what) for what in ("live", "ready")] == [told, told]


def test_a_server_that_says_nothing_is_stuck_and_the_sidecar_still_ready(start: Start) -> None:
    sidecar = start()
    os.kill(sidecar.server, signal.SIGSTOP)
    until(lambda: sidecar.probe("ready")[0] == 0)
    status, told = sidecar.probe("live")
    assert (status, told) == (1, f"swell: the server that renders is stuck at {sidecar.socket}: it does not answer.\n")
    os.kill(sidecar.server, signal.SIGCONT)
    assert sidecar.probe("live") == (0, "ok\n")


def test_a_server_that_has_ended_is_no_reason_to_restart_the_sidecar(start: Start) -> None:
    sidecar = start()
    until(lambda: sidecar.probe("ready")[0] == 0)
    for _ in range(3):
        os.kill(sidecar.server, signal.SIGKILL)
        assert sidecar.probe("live") == (0, "ok\n")
        until(lambda: sidecar.server)


def test_a_sidecar_with_as_many_renders_as_can_be_is_live(start: Start) -> None:
    sidecar = start()
    until(lambda: sidecar.probe("ready")[0] == 0)
    links = []
    for _ in range(300):  # more than the server takes at once; each of them says nothing
        links.append(socket.socket(socket.AF_UNIX))
        links[-1].connect(str(sidecar.socket))
    try:
        until(lambda: len(children(sidecar.server)) > 256)
        assert sidecar.probe("live") == (0, "ok\n")
    finally:
        for link in links:
            link.close()


def test_without_argocd_cmp_server_it_is_neither() -> None:
    needs_containers()
    run = subprocess.run([*UNSHARE, PYTHON, "-m", "cmp", "probe", "live"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (1, "swell: argocd-cmp-server does not run.\n")


def test_what_a_probe_waits_for_fits_into_the_seconds_that_install_gives_it() -> None:
    assert PROBES["live"]["timeoutSeconds"] > probe.ANSWERED + probe.GREETED
    assert PROBES["ready"]["timeoutSeconds"] > probe.ANSWERED
