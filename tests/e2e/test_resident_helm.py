"""Helms that stay for the next render beside the real cmp-server: killed at each step, and nothing reaches the next."""

import os
import signal
from pathlib import Path

import pytest
from argocd import RepoServer
from helm_server import HELM, programs
from processes import Processes, wait
from rendering import committed, plugin, refusal, rendered, request
from repository import Repository
from resident import alive
from residents import QUICK, SLOW, Asked, listens, renders, resident, slow

PLACES = 2
LARGE = SLOW | {"templates/a.yaml": "{{- $a := repeat 700000000 `a` }}\n{{- len $a }}"}
OWN = SLOW | {
    "templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n"
    "data:\n  own: {{ .Values.own }}\n  seen: {{ .Values | toJson | quote }}\n"
    "  apis: {{ .Capabilities.APIVersions | len | quote }}\n{{- $_ := set .Values .Release.Name 1 }}\n",
}


@pytest.fixture(scope="module")
def server(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """A sidecar whose Helm stays, with little memory for each render."""
    programs()
    (folder / "staying").mkdir()
    variables = {"SWELL_RENDERS": str(PLACES), "SWELL_MEMORY_BYTES": str(512 << 20)}
    return RepoServer(built, folder / "staying", processes, helm=HELM, **variables)


def helms(server: RepoServer) -> list[int]:
    """Return the Helms that have stayed."""
    locks = server.sidecar.glob("swell-renders-*/helm-*.lock")
    return sorted(pid for pid in (int(lock.read_text() or 0) for lock in locks) if pid and alive(pid))


def spent(pids: list[int]) -> int:
    """Return the processor time of processes, in the system's ticks."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(field) for one in fields for field in one[11:13])


def begun(server: RepoServer, repository: Repository) -> tuple[Asked, int, int]:
    """Ask for a slow chart; return the request, the process that renders it, and the Helm that has begun with it."""
    before = {pid: spent([pid]) for pid in helms(server)}
    asked, render = slow(server, repository)
    assert wait(lambda: busy(server, before))
    return asked, render, busy(server, before)[0]


def busy(server: RepoServer, before: dict[int, int]) -> list[int]:
    """Return the Helms that have worked since."""
    return [pid for pid in helms(server) if spent([pid]) > before.get(pid, 0) + 10]


def names(asked: Asked) -> list[str]:
    """Return the names of what a request was answered with."""
    return [one["metadata"]["name"] for one in asked.answer if isinstance(one, dict)]


def quick(server: RepoServer, repository: Repository) -> list[str]:
    """Return the names of what a quick chart renders to, through the sidecar's own server."""
    assert wait(lambda: listens(server) and not renders(server))
    asked = request(repository.url, {"path": committed(repository, QUICK), "plugin": plugin()})
    return [one["metadata"]["name"] for one in rendered(server, asked)]


def test_argo_cd_is_answered_by_a_helm_that_stays(server: RepoServer, repository: Repository) -> None:
    assert quick(server, repository) == ["quick"]
    (helm,) = helms(server)
    before = spent([helm])
    asked, _, busy = begun(server, repository)
    asked.join()
    assert names(asked) == ["slow"]
    assert (busy, helms(server)) == (helm, [helm])
    assert spent([helm]) > before + 10


def test_a_helm_that_is_killed_costs_argo_cd_nothing_but_time_and_another_one_comes(
    server: RepoServer, repository: Repository
) -> None:
    asked, _, helm = begun(server, repository)
    os.kill(helm, signal.SIGKILL)
    asked.join()
    assert names(asked) == ["slow"]
    assert wait(lambda: helm not in helms(server))
    assert quick(server, repository) == ["quick"]
    assert helms(server)


def test_a_render_that_is_killed_leaves_its_helm_to_the_next_one(server: RepoServer, repository: Repository) -> None:
    asked, render, helm = begun(server, repository)
    os.kill(render, signal.SIGKILL)
    asked.join()
    assert "the render was killed (SIGKILL) before it had finished. Nothing was applied" in str(asked.answer)
    rests(server, repository, helm)


def test_a_server_that_is_killed_leaves_its_helm_to_the_next_one(server: RepoServer, repository: Repository) -> None:
    asked, _, helm = begun(server, repository)
    os.kill(resident(server), signal.SIGKILL)
    asked.join()
    assert names(asked) == ["slow"]
    rests(server, repository, helm)


def test_a_client_that_argo_cd_kills_leaves_its_helm_to_the_next_one(
    server: RepoServer, repository: Repository
) -> None:
    asked, render, helm = begun(server, repository)
    (client,) = clients(server)
    os.killpg(client, signal.SIGKILL)  # as cmp-server does with what takes too long
    asked.join()
    assert "`swell generate` failed signal: killed" in str(asked.answer)
    assert wait(lambda: not alive(render))
    rests(server, repository, helm)


def clients(server: RepoServer) -> list[int]:
    """Return the processes that cmp-server has started, which hand their renders over."""
    mark, found = f"\0TMPDIR={server.sidecar}\0".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line, variables = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:  # it has ended
            continue
        if mark in b"\0" + variables and line.endswith(b"swell\0generate\0"):
            found.append(int(folder.name))
    return found


def rests(server: RepoServer, repository: Repository, helm: int) -> None:
    """Assert that a Helm has stopped what it did, and renders what comes next."""
    assert quick(server, repository) == ["quick"]
    assert helm in helms(server)
    before = spent(helms(server))
    assert not wait(lambda: spent(helms(server)) > before + 20, seconds=1)


def test_a_chart_that_needs_too_much_memory_is_an_error_in_argo_cd_and_the_next_one_is_rendered(
    server: RepoServer, repository: Repository
) -> None:
    asked = request(repository.url, {"path": committed(repository, LARGE), "plugin": plugin()})
    assert "helm needed more than 512 MiB of memory" in refusal(server, asked)
    assert quick(server, repository) == ["quick"]


def test_sixteen_at_once_get_their_own_answers_and_leave_no_more_than_the_places_hold(
    server: RepoServer, repository: Repository
) -> None:
    assert wait(lambda: listens(server))
    path = committed(repository, OWN)
    for _ in range(3):
        apps = [f"app-{number}" for number in range(16)]
        asked = [
            Asked(
                server,
                request(repository.url, {"path": path, "plugin": plugin(parameters={"own": app})}, name=app),
            )
            for app in apps
        ]
        for one in asked:
            one.join()
        found = [one.answer[0] for one in asked if isinstance(one.answer, list)]
        assert [one["metadata"]["name"] for one in found] == apps
        assert [one["data"]["own"] for one in found] == apps
        assert [one["data"]["seen"] for one in found] == [f'{{"own":"{app}"}}' for app in apps]
        assert len({one["data"]["apis"] for one in found}) == 1
    assert wait(lambda: not renders(server))
    assert len(helms(server)) == PLACES
