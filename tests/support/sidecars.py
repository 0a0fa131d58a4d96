"""`swell sidecar` with a program in the place of argocd-cmp-server."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cases import CHARTS
from image_program import image_program
from resident import Server, alive, children, command_of, until

SHOP = CHARTS / "shop"
TELLING = """
import os, signal
print(os.environ["SWELL_SERVER"], flush=True)
while True:
    signal.pause()
"""
"""A program for the place of argocd-cmp-server, in Python."""
_SERVER, _COLLECTOR = b"cmp.cli.serve", b"cmp.cli.collect"


class Sidecar:
    """A sidecar that runs: its process, that of the program in it, and a server as tests know it.

    The program has to print first where the server is, `SWELL_SERVER`.
    """

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        """Wait until the server listens."""
        self.process, self.log = process, folder / "log"
        assert process.stdout
        path = Path(process.stdout.readline().strip())
        until(path.exists)
        self.folder, self.client = path.parent, folder / "swell"
        until(lambda: self.server)
        (self.main,) = (
            pid for pid in children(process.pid) if not {_SERVER, _COLLECTOR}.intersection(command_of(pid).split(b"\0"))
        )

    @property
    def server(self) -> int:
        """The process of the server, 0 while there is none."""
        return self._child(_SERVER)

    @property
    def collector(self) -> int:
        """The process of the collector, 0 while there is none."""
        return self._child(_COLLECTOR)

    def _child(self, module: bytes) -> int:
        mine = (pid for pid in children(self.process.pid) if module in command_of(pid).split(b"\0"))
        return next((pid for pid in mine if alive(pid)), 0)

    @property
    def client_of(self) -> Server:
        """The server as the tests of the server know it."""
        found = Server.__new__(Server)
        found.socket, found.client = self.folder / "socket", self.client
        return found

    def render(self, folder: Path, app: Path = SHOP, **more: str) -> tuple[int, bytes, str]:
        """Run the client."""
        server = self.client_of
        return server.run(app, server.environment(folder, **more))

    def events(self, count: int) -> list[dict[str, Any]]:
        """Wait until the log has so many events of renders, and return all of them."""

        def found() -> list[dict[str, Any]]:
            lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
            return [event for event in lines if event["event"] == "render"]

        until(lambda: len(found()) >= count)
        return found()


@contextmanager
def started(folder: Path, *command: str, **variables: str) -> Iterator[Sidecar]:
    """Start a sidecar in a folder; its log is `log` there."""
    (folder / "tmp").mkdir(exist_ok=True)
    image_program(folder)
    env = {"PATH": os.defpath, "TMPDIR": str(folder / "tmp"), "LANG": "C.UTF-8", **variables}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [folder / "swell", "sidecar", *command], stdout=subprocess.PIPE, stderr=log, env=env, text=True
        )
    sidecar = Sidecar(process, folder)
    try:
        yield sidecar
    finally:
        process.kill()
        if alive(sidecar.main):  # it is the container's end that ends it otherwise
            os.kill(sidecar.main, signal.SIGKILL)
        process.communicate()
