"""The resident server beside the real cmp-server: what Argo CD gets when it, a render or a client is killed."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from argocd import RepoServer
from processes import Processes, wait
from rendering import committed, plugin, rendered, request
from repository import Repository
from resident import ALONE, alive
from residents import QUICK, Asked, listens, renders, resident, slow

pytestmark = pytest.mark.can_differ


@pytest.fixture(scope="module")
def server(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """A sidecar whose log tells what renders say on stderr."""
    (folder / "resident").mkdir()
    return RepoServer(built, folder / "resident", processes, ARGOCD_CMP_SERVER_LOGLEVEL="debug")


@pytest.fixture
def words(server: RepoServer, processes: Processes) -> Callable[[], list[str]]:
    """What renders have said on stderr from now on."""
    path = processes.log(f"{server.folder.name}-cmp-server")
    start = path.stat().st_size

    def said() -> list[str]:
        lines = [json.loads(line) for line in path.read_bytes()[start:].splitlines() if line.startswith(b"{")]
        return [line["stderr"] for line in lines if line.get("msg") == "Plugin command successful"]

    return said


def test_argo_cd_is_answered_by_a_child_of_the_server(
    server: RepoServer, repository: Repository, words: Callable[[], list[str]]
) -> None:
    asked, render = slow(server, repository)
    assert os.getpgid(render) == render
    asked.join()
    assert [one["metadata"]["name"] for one in asked.answer if isinstance(one, dict)] == ["slow"]
    assert words() == ["swell: web: 1 object, 0 changed\n"]
    assert wait(lambda: not renders(server))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_is_killed_costs_argo_cd_nothing_but_time_and_comes_again(
    number: signal.Signals, server: RepoServer, repository: Repository, words: Callable[[], list[str]]
) -> None:
    asked, render = slow(server, repository)
    before = resident(server)
    os.kill(before, number)
    asked.join()
    assert not alive(render)
    assert [one["metadata"]["name"] for one in asked.answer if isinstance(one, dict)] == ["slow"]
    assert words() == [f"swell: web: 1 object, 0 changed\n{ALONE}it has ended\n"]
    assert wait(lambda: resident(server) not in (0, before) and listens(server))
    path = committed(repository, QUICK)
    assert rendered(server, request(repository.url, {"path": path, "plugin": plugin()}))
    assert words()[1:] == ["swell: web: 1 object, 0 changed\n"]


def test_a_render_that_is_killed_is_an_error_with_a_fix_in_argo_cd(server: RepoServer, repository: Repository) -> None:
    asked, render = slow(server, repository)
    os.kill(render, signal.SIGKILL)
    asked.join()
    assert isinstance(asked.answer, str)
    assert (
        "`swell generate` failed exit status 2: swell: the render was killed (SIGKILL) before it had finished. "
        "Nothing was applied; what runs stays.\n  fix: give the sidecar more memory"
    ) in asked.answer


def test_many_at_once_are_answered_and_leave_nothing(server: RepoServer, repository: Repository) -> None:
    assert wait(lambda: listens(server))
    descriptors = len(os.listdir(f"/proc/{resident(server)}/fd"))
    path = committed(repository, QUICK)
    asked = [Asked(server, request(repository.url, {"path": path, "plugin": plugin()})) for _ in range(16)]
    for one in asked:
        one.join()
    assert [len(one.answer) for one in asked if isinstance(one.answer, list)] == [1] * 16
    assert wait(lambda: not renders(server))
    assert len(os.listdir(f"/proc/{resident(server)}/fd")) == descriptors
