"""A plugin's new answer beside the one that repo-server has kept, for two who ask at the same time.

The answer changes with the operator's policy, which is no part of any commit.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argocd import RepoServer
from processes import Processes
from rendering import Object, committed, plugin, rendered, request
from repository import Repository

pytestmark = pytest.mark.can_differ
ROUNDS = 20
_CHART = {
    "Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n",
    "templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
}


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the policy."""
    return tmp_path_factory.mktemp("policy") / "policy.yaml"


@pytest.fixture(scope="module")
def server(built: Path, folder: Path, processes: Processes, policy: Path) -> RepoServer:
    """A sidecar with that policy."""
    (folder / "kept").mkdir()
    return RepoServer(built, folder / "kept", processes, SWELL_POLICY=str(policy))


@pytest.fixture
def asked(repository: Repository) -> Object:
    """What is asked for as a refresh does it: what was kept will do."""
    return request(repository.url, {"path": committed(repository, _CHART), "plugin": plugin()}, noCache=False)


def _answer(policy: Path, number: int) -> None:
    policy.write_text(
        f"apiVersion: swell/v1\nrules: [{{match: {{kind: ConfigMap}}, annotations: {{number: '{number}'}}}}]\n"
    )


def _at_once(server: RepoServer, *several: Object) -> list[int]:
    with ThreadPoolExecutor(len(several)) as pool:
        answers = pool.map(lambda one: rendered(server, one)[0], several)
        return [int(one["metadata"]["annotations"]["number"]) for one in answers]


def test_who_asks_anew_gets_the_new_answer_and_so_does_everybody_afterwards(
    server: RepoServer, policy: Path, asked: Object
) -> None:
    for number in range(ROUNDS):
        _answer(policy, number)
        anew, kept = _at_once(server, {**asked, "noCache": True}, asked)
        assert anew == number
        assert kept in (number - 1, number)
        assert _at_once(server, asked, asked) == [number, number]
