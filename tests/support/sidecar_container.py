"""A sidecar in a container, as far as that is one of processes: only its own are seen in it."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from image_program import image_program
from programs import TOP
from resident import children, command_of, until

UNSHARE = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
_PATCH = yaml.safe_load((TOP / "install/kustomize/repo-server.yaml").read_text())
_SIDECAR = next(one for one in _PATCH["spec"]["template"]["spec"]["containers"] if one["name"] == "swell")
PROBES = {"live": _SIDECAR["livenessProbe"], "ready": _SIDECAR["readinessProbe"]}
"""The probes of install/, as Kubernetes gets them."""


class Container:
    """A sidecar whose processes are its own, and what Kubernetes asks in it."""

    def __init__(self, folder: Path, command: Sequence[str | Path], **variables: str) -> None:
        """Start it with a program and its arguments, and wait until its server listens."""
        (folder / "tmp").mkdir()
        swell = image_program(folder)
        paths = {"PATH": f"{folder}:{os.defpath}", "TMPDIR": str(folder / "tmp")}
        self._env = {"LANG": "C.UTF-8", **paths, **variables}
        with (folder / "log").open("ab") as log:
            words = [*UNSHARE, swell, "sidecar", *command]
            self._process = subprocess.Popen(words, stdout=log, stderr=log, env=self._env)
        until(lambda: children(self._process.pid))
        (self.first,) = children(self._process.pid)
        until(lambda: list(folder.glob("tmp/swell-server-*/socket")))
        (self.socket,) = folder.glob("tmp/swell-server-*/socket")

    @property
    def server(self) -> int:
        """The process of the server, 0 while there is none."""
        return next((pid for pid in children(self.first) if b"cmp.cli.serve" in command_of(pid)), 0)

    @property
    def main(self) -> int:
        """The process of argocd-cmp-server, 0 while there is none."""
        return next((pid for pid in children(self.first) if pid != self.server), 0)

    def probe(self, what: str) -> tuple[int, str]:
        """Return what a probe of install/ finds in the container, within the time that it gives."""
        asked, enter = PROBES[what], ["nsenter", f"--target={self.first}", "--pid", "--mount"]
        run = subprocess.run(
            [*enter, *asked["exec"]["command"]],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
            timeout=asked["timeoutSeconds"],
        )
        assert run.stderr == ""
        return run.returncode, run.stdout

    def end(self) -> None:
        """End all that runs in it."""
        self._process.kill()
        self._process.wait()


def needs_containers() -> None:
    """Skip the test where no container can be made."""
    tried = subprocess.run([*UNSHARE, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no container can be made here: {tried.stderr.strip()}; be root")


@contextmanager
def contained(folder: Path, command: Sequence[str | Path], **variables: str) -> Iterator[Container]:
    """Start a sidecar in a container, or skip the test where none can be made."""
    needs_containers()
    container = Container(folder, command, **variables)
    try:
        yield container
    finally:
        container.end()
