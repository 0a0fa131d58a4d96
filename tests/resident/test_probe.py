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
from pathlib import Path

import pytest
import yaml
from image_program import PYTHON, image_program
from programs import TOP
from resident import children, command_of, until

from cmp.resident import probe

SIDECAR = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
SETTINGS = b"\0\0\0\4\0\0\0\0\0"
# Listens, after so many seconds; answers with the words that are given, and sleeps where there are none.
MAIN = """
import os, signal, socket, sys, time
path, delay, said = sys.argv[1], float(sys.argv[2]), bytes.fromhex(sys.argv[3])
print(os.environ["SWELL_SERVER"], flush=True)
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


class Container:
    """A sidecar with processes of its own."""

    def __init__(self, folder: Path, said: bytes = SETTINGS, delay: float = 0.0) -> None:
        """Start it, and wait until its server listens."""
        program = folder / "argocd-cmp-server"
        program.symlink_to(os.path.realpath(sys.executable))
        (folder / "tmp").mkdir()
        swell = image_program(folder)
        command = [program, "-I", "-c", MAIN, folder / "swell.sock", str(delay), said.hex()]
        env = {"PATH": f"{folder}:{os.defpath}", "TMPDIR": str(folder / "tmp"), "LANG": "C.UTF-8"}
        self.process = subprocess.Popen([*SIDECAR, swell, "sidecar", *command], stdout=subprocess.PIPE, env=env)
        assert self.process.stdout
        self.socket = Path(self.process.stdout.readline().decode().strip())
        (self.first,) = children(self.process.pid)
        self.env = env
        until(self.socket.exists)

    @property
    def server(self) -> int:
        """The process of the server, 0 while there is none."""
        found = (pid for pid in children(self.first) if b"cmp.cli.serve" in command_of(pid))
        return next(found, 0)

    def probe(self, what: str) -> tuple[int, str]:
        """Return what a probe finds in the container."""
        enter = ["nsenter", f"--target={self.first}", "--pid", "--mount"]
        run = subprocess.run(
            [*enter, "swell", "probe", what], env=self.env, capture_output=True, text=True, check=False
        )
        assert run.stderr == ""
        return run.returncode, run.stdout

    def end(self) -> None:
        """End all that runs in it."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def containers(tmp_path: Path) -> Iterator["type[Container]"]:
    """Return the class, if containers can be made here; what was made of it ends with the test."""
    tried = subprocess.run([*SIDECAR, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no container can be made here: {tried.stderr.strip()}; be root")
    made = []

    class Made(Container):
        def __init__(self, *args: object, **named: object) -> None:
            super().__init__(tmp_path, *args, **named)  # type: ignore[arg-type]
            made.append(self)

    yield Made
    for one in made:
        one.end()


def test_a_sidecar_that_answers_is_live_and_ready_in_little_time(containers: type[Container]) -> None:
    sidecar = containers()
    until(lambda: sidecar.probe("ready")[0] == 0)
    began = time.monotonic()
    assert sidecar.probe("live") == (0, "ok\n")
    assert time.monotonic() - began < 5


def test_it_is_ready_as_soon_as_argocd_cmp_server_listens(containers: type[Container]) -> None:
    sidecar = containers(delay=2.0)
    assert sidecar.probe("ready") == (1, "swell: argocd-cmp-server does not listen at a socket.\n")
    until(lambda: sidecar.probe("ready") == (0, "ok\n"))


@pytest.mark.parametrize(("said", "why"), [(b"", ": nothing comes"), (b"HTTP/1.1 4", " in HTTP/2")])
def test_an_argocd_cmp_server_that_does_not_answer_is_neither(
    said: bytes, why: str, containers: type[Container], tmp_path: Path
) -> None:
    sidecar = containers(said)
    until((tmp_path / "swell.sock").exists)
    told = (1, f"swell: argocd-cmp-server does not answer at {tmp_path}/swell.sock{why}.\n")
    assert [sidecar.probe(what) for what in ("live", "ready")] == [told, told]


def test_a_server_that_says_nothing_is_stuck_and_the_sidecar_still_ready(containers: type[Container]) -> None:
    sidecar = containers()
    os.kill(sidecar.server, signal.SIGSTOP)
    until(lambda: sidecar.probe("ready")[0] == 0)
    status, told = sidecar.probe("live")
    assert (status, told) == (1, f"swell: the server that renders is stuck at {sidecar.socket}: it does not answer.\n")
    os.kill(sidecar.server, signal.SIGCONT)
    assert sidecar.probe("live") == (0, "ok\n")


def test_a_server_that_has_ended_is_no_reason_to_restart_the_sidecar(containers: type[Container]) -> None:
    sidecar = containers()
    until(lambda: sidecar.probe("ready")[0] == 0)
    for _ in range(3):
        os.kill(sidecar.server, signal.SIGKILL)
        assert sidecar.probe("live") == (0, "ok\n")
        until(lambda: sidecar.server)


def test_a_sidecar_with_as_many_renders_as_can_be_is_live(containers: type[Container]) -> None:
    sidecar = containers()
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


@pytest.mark.usefixtures("containers")
def test_without_argocd_cmp_server_it_is_neither() -> None:
    run = subprocess.run([*SIDECAR, PYTHON, "-m", "cmp", "probe", "live"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (1, "swell: argocd-cmp-server does not run.\n")


def test_what_a_probe_waits_for_fits_into_the_seconds_that_install_gives_it() -> None:
    patch = yaml.safe_load((TOP / "install/kustomize/repo-server.yaml").read_text())
    (sidecar,) = (one for one in patch["spec"]["template"]["spec"]["containers"] if one["name"] == "swell")
    assert [sidecar[f"{kind}Probe"]["exec"]["command"] for kind in ("liveness", "readiness")] == [
        ["swell", "probe", name] for name in probe.PROBES
    ]
    assert sidecar["livenessProbe"]["timeoutSeconds"] > probe.ANSWERED + probe.GREETED
    assert sidecar["readinessProbe"]["timeoutSeconds"] > probe.ANSWERED
