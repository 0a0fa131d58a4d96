"""The sidecar's own server as tests see it beside the real cmp-server: its processes, and requests that go on."""

import os
import threading
from pathlib import Path

from argocd import RepoServer, Told
from processes import wait
from rendering import Object, committed, plugin, rendered, request
from repository import Repository
from resident import alive, children, rendering

SLOW = {
    "Chart.yaml": "apiVersion: v2\nname: slow\nversion: 1.0.0\n",
    "templates/a.yaml": "{{- range until 4000 }}{{- range until 2000 }}{{- end }}{{- end }}\n"
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: slow}\n",
}
QUICK = SLOW | {"templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: quick}\n"}


def resident(server: RepoServer) -> int:
    """Return the process of the server, 0 while there is none."""
    mark = f"\0TMPDIR={server.sidecar}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            ours = mark in b"\0" + (folder / "environ").read_bytes()
            line, pid = (folder / "cmdline").read_bytes(), int(folder.name)
            if ours and b"cmp.cli.serve" in line and os.getsid(pid) == pid and alive(pid):
                return pid
        except OSError:  # it has ended, or is not ours
            continue
    return 0


def renders(server: RepoServer) -> list[int]:
    """Return the processes that render."""
    return [pid for pid in rendering(resident(server)) if alive(pid)]


def listens(server: RepoServer) -> bool:
    return bool(list(server.sidecar.glob("swell-server-*/socket"))) and bool(children(resident(server)))


class Asked(threading.Thread):
    """A request for manifests that goes on while the test looks around."""

    def __init__(self, server: RepoServer, asked: Object) -> None:
        """Ask."""
        super().__init__()
        self._server, self._asked = server, asked
        self.answer: list[Object] | str = ""
        self.start()

    def run(self) -> None:
        """Keep the answer, or the words of the refusal."""
        try:
            self.answer = rendered(self._server, self._asked)
        except Told as told:
            self.answer = str(told)


def slow(server: RepoServer, repository: Repository) -> tuple[Asked, int]:
    """Ask for a chart that takes a while; return the request and the process that renders it."""
    assert wait(lambda: listens(server))
    asked = Asked(server, request(repository.url, {"path": committed(repository, SLOW), "plugin": plugin()}))
    assert wait(lambda: renders(server))
    (render,) = renders(server)
    return asked, render
