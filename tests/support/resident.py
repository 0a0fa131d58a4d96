"""The resident server, its client, and a Helm that waits until it may go on."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from image_program import PYTHON, image_program
from programs import SWELL, helm

SERVE = ("-I", "-m", "cmp.cli.serve")
ALONE = "swell: rendered without the server of `swell sidecar`: "
"""What a client says that renders by itself; the reason follows."""
_WAITING = """#!/bin/sh
echo $$ >>'{folder}/helms'
while [ ! -e '{folder}/go' ]; do sleep 0.02; done
exec '{helm}' "$@"
"""
_LONG = 120
_LOOKS = 10


def until(true: Callable[[], object]) -> None:
    """Wait until something is true, for a busy machine long."""
    end = time.monotonic() + _LONG
    while not true():
        assert time.monotonic() < end, "it never becomes true"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and that no process has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """Return the children of a process, those that have ended and are not waited for as well."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return sorted(found)


def rendering(pid: int) -> list[int]:
    """Return the children of a server that render: all but its reaper, whose number may be any."""
    return [child for child in children(pid) if b"reaper.py" not in command_of(child)]


def command_of(pid: int) -> bytes:
    """Return the command line of a process, b"" where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


class Server:
    """A server that runs: its process, its socket, and the client's program."""

    def __init__(self, folder: Path, process: "subprocess.Popen[bytes]") -> None:
        """Take what `served` has started."""
        self.process, self.socket, self.client = process, folder / "socket", folder / "swell"

    @property
    def renders(self) -> list[int]:
        """The children that render."""
        return rendering(self.process.pid)

    @property
    def descriptors(self) -> int:
        """How many descriptors the server has open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def at_rest(self) -> int:
        """Return how many that are as soon as their number stays: while it starts, it opens the files of modules."""
        seen: list[int] = []

        def stays() -> bool:
            seen.append(self.descriptors)
            return len(seen) >= _LOOKS and len(set(seen[-_LOOKS:])) == 1

        until(stays)
        return seen[-1]

    def environment(self, folder: Path, **more: str) -> dict[str, str]:
        """Return the variables of a render through this server."""
        (folder / "tmp").mkdir(exist_ok=True)
        argo_cd = {"ARGOCD_APP_NAME": "web", "ARGOCD_APP_SOURCE_PATH": "web", "ARGOCD_APP_PARAMETERS": "null"}
        ours = {"SWELL_SERVER": str(self.socket), "SWELL_HELM": str(helm()), "SWELL_TIMEOUT": "600"}
        return {"PATH": os.defpath, "TMPDIR": str(folder / "tmp"), "HOME": str(folder), **argo_cd, **ours, **more}

    def start(self, app: Path, variables: Mapping[str, str], **options: Any) -> "subprocess.Popen[bytes]":
        """Start the client in a folder."""
        told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | options
        command = [self.client, options.pop("command", "generate")]
        told.pop("command", None)
        return subprocess.Popen(command, cwd=app, env=variables, **told)

    def run(self, app: Path, variables: Mapping[str, str], **options: Any) -> "tuple[int, bytes, str]":
        """Run the client; return exit code, stdout and stderr."""
        running = self.start(app, variables, **options)
        out, err = running.communicate(timeout=_LONG)
        return running.returncode, out, err.decode()


@contextmanager
def served(
    folder: Path,
    code: str = "",
    *,
    under: tuple[str, ...] = (),
    **variables: str,
) -> Iterator[Server]:
    """Run a server, or code in its place, whose socket and client lie in a folder; its log is `log` there.

    `under` is a program, with its arguments, that starts it.
    """
    image_program(folder)
    with (folder / "log").open("ab") as log:
        running = subprocess.Popen(
            [*under, PYTHON, *(("-I", "-c", code) if code else SERVE), str(folder / "socket")],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", **variables},
        )
        try:
            until(lambda: running.poll() is not None or (folder / "socket").exists())
            server = Server(folder, running)
            until(lambda: running.poll() is not None or children(running.pid))
            yield server
        finally:
            running.kill()
            running.wait()
            if running.stdin:
                running.stdin.close()


class Gate:
    """A Helm that begins when it may; what has started of it is in a list."""

    def __init__(self, folder: Path) -> None:
        """Write the program into a folder."""
        self._folder, self.program = folder, folder / "waiting-helm"
        self.program.write_text(_WAITING.format(folder=folder, helm=helm()))
        self.program.chmod(0o755)

    @property
    def helms(self) -> list[int]:
        """The processes of Helm that have started."""
        path = self._folder / "helms"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def arrived(self, count: int = 1) -> list[int]:
        """Wait until so many Helms are at the gate; return them."""
        until(lambda: len(self.helms) >= count)
        return self.helms

    def open(self) -> None:
        """Let all of them go on."""
        (self._folder / "go").touch()


def alone(app: Path, variables: Mapping[str, str], command: str = "generate") -> "tuple[int, bytes, str]":
    """Return what the program does without a server: exit code, stdout and stderr."""
    own = {name: text for name, text in variables.items() if name != "SWELL_SERVER"}
    run = subprocess.run([SWELL, command], cwd=app, env=own, capture_output=True, check=False, timeout=_LONG)
    return run.returncode, run.stdout, run.stderr.decode()
