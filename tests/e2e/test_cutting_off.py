import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argocd import RepoServer
from processes import Processes, wait
from programs import TOP
from rendering import Object, committed, plugin, refusal, request
from repository import Repository

ENDLESS = {
    "Chart.yaml": "apiVersion: v2\nname: endless\nversion: 1.0.0\n",
    "templates/a.yaml": "{{- range until 30000 }}{{- range until 30000 }}{{- end }}{{- end }}\n",
}
STAYS = re.compile(
    r"_cmp_server|swell-renders-\d+(/\d+)?|swell-server-\d+-\d+(/socket)?"
    r"|swell-store-\d+(/(objects|pins|tmp|answers|locks(/\w+)?))?"
)
CUT = re.compile(
    r"`swell generate` failed signal: (killed|terminated)|context deadline exceeded|RST_STREAM with error code: CANCEL"
)
"""What Argo CD says of a plugin that it has stopped: Swell's own deadline comes before, so that it can say why."""
IN_TIME = re.compile(r"after 3 s, and was stopped|took 3 s of the 3 s it has")
LASTS = 60
"""Seconds in which all is gone: what its request leaves behind, cmp-server asks to go, and kills 5 seconds later."""


@pytest.fixture(scope="module")
def server(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """A sidecar in which Swell waits as long as it does by itself: longer than those who ask here."""
    (folder / "patient").mkdir()
    return RepoServer(built, folder / "patient", processes, SWELL_LOCAL_SOURCES="true")


@pytest.fixture(scope="module")
def hasty(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """A sidecar in which Swell has less time than those who ask."""
    (folder / "hasty").mkdir()
    return RepoServer(built, folder / "hasty", processes, SWELL_LOCAL_SOURCES="true", SWELL_TIMEOUT="3")


@contextmanager
def silence() -> Iterator[str]:
    """Listen, and never say a word; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def endless(repository: Repository, _: str) -> Object:
    return {"path": committed(repository, ENDLESS), "plugin": plugin()}


def looked_up(repository: Repository, silent: str) -> Object:
    return drawn(repository, f"{{git: {silent}/a.git, revision: main}}")


def fetched(repository: Repository, silent: str) -> Object:
    return drawn(repository, f"{{git: {silent}/a.git, revision: {'ab' * 20}}}")


def pulled(repository: Repository, silent: str) -> Object:
    return drawn(repository, f"{{helm: {silent}/charts, chart: a, version: 1.0.0}}")


def built_for(repository: Repository, silent: str) -> Object:
    chart = "apiVersion: v2\nname: a\nversion: 1.0.0\n"
    dependencies = f"dependencies: [{{name: b, version: 1.0.0, repository: '{silent}/charts'}}]\n"
    return {"path": committed(repository, {"Chart.yaml": chart + dependencies}), "plugin": plugin()}


def drawn(repository: Repository, source: str) -> Object:
    said = f"apiVersion: swell/v1\nsources: {{a: {source}}}\nvalueFiles: [$a/x.yaml]\n"
    files = {"Chart.yaml": "apiVersion: v2\nname: drawn\nversion: 1.0.0\n", "swell.yaml": said}
    return {"path": committed(repository, files), "plugin": plugin()}


SLOW = {
    "a template without end": (endless, "helm"),
    "git asked for a branch": (looked_up, "git"),
    "git asked for a commit": (fetched, "git"),
    "a Helm repository": (pulled, "swell"),
    "a dependency": (built_for, "swell"),
}
"""What does not come to an end, and a word in the command line of the process that has part in it."""


@pytest.mark.parametrize("what", SLOW)
def test_nothing_is_left_when_argo_cd_hangs_up(what: str, server: RepoServer, repository: Repository) -> None:
    source, word = SLOW[what]
    with silence() as silent:
        asked = request(repository.url, source(repository, silent))
        with server.asking("generate", asked) as asking:
            assert wait(lambda: any(word in line for line in running(server))), running(server)
            asking.kill()
        nothing_stays(server)


@pytest.mark.parametrize("what", SLOW)
def test_nothing_is_left_when_argo_cds_time_is_up(what: str, server: RepoServer, repository: Repository) -> None:
    with silence() as silent:
        asked = request(repository.url, SLOW[what][0](repository, silent))
        assert CUT.search(refusal(server, asked, 3))
        nothing_stays(server)


@pytest.mark.parametrize("what", SLOW)
def test_swell_gives_up_before_argo_cd_does_and_says_why(what: str, hasty: RepoServer, repository: Repository) -> None:
    with silence() as silent:
        asked = request(repository.url, SLOW[what][0](repository, silent))
        assert IN_TIME.search(refusal(hasty, asked).partition("\n")[0])
    assert running(hasty) == []
    assert wait(lambda: not left(hasty), LASTS), left(hasty)


def nothing_stays(server: RepoServer) -> None:
    """Wait until no program of the sidecar runs any more, and no file of a render is left."""
    assert wait(lambda: not running(server), LASTS), running(server)
    assert wait(lambda: not left(server), LASTS), left(server)


def running(server: RepoServer) -> list[str]:
    """Return the command lines of what runs in the sidecar, but for cmp-server and the server, which stay.

    A render's process has the command line of the server that it was forked from, which leads a session of its own.
    """
    mark = f"\0TMPDIR={server.sidecar}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            inside = mark in b"\0" + (folder / "environ").read_bytes()
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            stays = "argocd-cmp-server" in line or (
                "cmp.cli.serve" in line and os.getsid(int(folder.name)) == int(folder.name)
            )
        except OSError:  # it has ended, or is not ours
            continue
        if inside and line and not stays:
            found.append(line)
    return found


def left(server: RepoServer) -> list[str]:
    """Return what lies in the sidecar's temporary folder, but for what stays there: locks, and the store's folders."""
    found = [Path(top, name) for top, folders, files in os.walk(server.sidecar) for name in (*folders, *files)]
    paths = [str(path.relative_to(server.sidecar)) for path in found]
    return sorted(path for path in paths if not STAYS.fullmatch(path))


def test_the_page_counts_what_is_cut_off() -> None:
    assert f"hung up on | {len(SLOW)} |" in (TOP / "docs/argocd.md").read_text()
