"""The stand: Argo CD's and Kubernetes' own programs on loopback, started once by each process that runs tests.

Several of them (pytest -n) each have a stand of their own, in a network of its own: while one waits the others go on.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import planned
import pytest
from argocd import Controller, RepoServer
from builds import OLDER, Unavailable, build
from control_plane import ControlPlane
from isolation import isolate
from processes import Processes
from programs import TOP
from random_pairs import PAIRS
from random_sync import USUAL
from repository import Repository
from stand import Stand

from cmp.argocd.versions import NEWEST

_LAST = TOP / ".venv/e2e"
"""Where the logs of the last session stay, a folder for each process that ran tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--applications", type=int, default=USUAL, metavar="N", help="how many random applications are synced"
    )
    parser.addoption(
        "--pairs", type=int, default=PAIRS, metavar="N", help="how many random pairs of revisions and deletions are run"
    )
    parser.addoption("--syncs", type=int, default=4, metavar="N", help="how often a hook with a TTL is synced")
    parser.addoption("--waves", type=int, default=10, metavar="N", help="how many waves are timed")
    parser.addoption("--owned-waves", type=int, metavar="N", help="how many of what Argo CD does not see change")
    parser.addoption("--record", action="store_true", help="keep what stuck applications show in tests/stuck/recorded")
    parser.addoption("--argocd", choices=OLDER, help="an older Argo CD than the one that Swell is made for")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "can_differ: shows what Argo CD decides, which another version may decide otherwise: the order of a sync, its "
        "outcome, what a plugin is given, how manifests are read; `make e2e` runs these with the older versions, too",
    )
    planned.argocd = config.getoption("argocd") or NEWEST
    if not hasattr(config, "workerinput"):
        shutil.rmtree(_LAST, ignore_errors=True)


@pytest.fixture(scope="session")
def built(request: pytest.FixtureRequest) -> Path:
    """The folder of the programs, built if they are not; without them nothing of this can be told."""
    try:
        return build(request.config.getoption("argocd"))
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def folder(worker_id: str) -> Iterator[Path]:
    """A folder that is gone afterwards, but for the logs; its name is short, since sockets lie in it."""
    made = Path(tempfile.mkdtemp(prefix="e2e-"))
    made.chmod(0o711)  # databases run as somebody who may do nothing else
    (made / "logs").mkdir()
    yield made
    shutil.copytree(made / "logs", _LAST / worker_id)
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def isolated() -> bool:
    """Whether this process has a network of its own, which the machine allows root alone."""
    return isolate()


@pytest.fixture(scope="session")
def processes(folder: Path, isolated: bool) -> Iterator[Processes]:  # noqa: ARG001, FBT001  (before any of them starts)
    """The programs that run; none outlives the session."""
    running = Processes(folder / "logs")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def repo_server(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """repo-server with the plugin beside it: all that rendering needs."""
    (folder / "argocd").mkdir()
    return RepoServer(built, folder / "argocd", processes)


@pytest.fixture(scope="session")
def repository(folder: Path) -> Repository:
    """What Argo CD pulls."""
    return Repository(folder / "repository")


@pytest.fixture(scope="session")
def stand(
    built: Path,
    folder: Path,
    isolated: bool,  # noqa: FBT001
    repo_server: RepoServer,
    repository: Repository,
    processes: Processes,
) -> Iterator[Stand]:
    """A cluster, and Argo CD that syncs into it."""
    if not isolated:
        pytest.skip("pods have networks of their own, which the machine allows root alone; fix: run the tests as root")
    (folder / "cluster").mkdir()
    plane = ControlPlane(built, folder / "cluster", processes)
    found = Stand(plane, repo_server, Controller(plane, repo_server, processes), repository)
    yield found
    found.stop()
    processes.stop()
    found.nodes.join()
    plane.api.close()
