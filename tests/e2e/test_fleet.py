"""Many applications in one repository, through the real cmp-server: a commit costs a render for what it touches."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argocd import RepoServer
from helm_server import HELM, programs
from processes import Processes, wait
from rendering import Object, plugin, rendered, request
from repository import Repository

NAMES = [f"app-{number}" for number in range(12)]
AT_ONCE = 4
CHART = "apiVersion: v2\nname: a\nversion: 1.0.0\n"
TEMPLATE = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {a: {{ .Values.a | quote }}}\n"
)
Kept = set[tuple[str, int]]


@pytest.fixture(scope="module")
def server(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """A sidecar that knows answers, and gets the folder of the application alone."""
    programs()
    (folder / "fleet").mkdir()
    variables = {"SWELL_CACHE": "on", "SWELL_STORE": str(folder / "fleet/store"), "SWELL_RENDERS": "2"}
    return RepoServer(built, folder / "fleet", processes, helm=HELM, exclusions=None, **variables)


def answers(server: RepoServer, repository: Repository) -> tuple[list[list[Object]], Kept]:
    """Return what all applications render to, and the answers that are kept: one that is made again is another file."""

    def one(name: str) -> list[Object]:
        source = {"path": name, "plugin": plugin()}
        return rendered(server, request(repository.url, source, name=name, annotationManifestGeneratePaths="."))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(one, NAMES))
    files = (server.folder / "store/answers").glob("*.*")
    return found, {(path.name, path.stat().st_ino) for path in files}


def test_after_a_commit_what_it_touches_is_rendered_and_nothing_else(server: RepoServer, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "fleet")
    for name in NAMES:
        for path, text in (("Chart.yaml", CHART), ("values.yaml", f"a: {name}\n"), ("templates/a.yaml", TEMPLATE)):
            repository.write(f"{name}/{path}", text)
    repository.commit()
    assert wait(
        lambda: len(answers(server, repository)[1]) == len(NAMES)
    )  # none of what changed just before (`Observations.unchanged`)
    first, kept = answers(server, repository)
    assert [one[0]["data"]["a"] for one in first] == NAMES
    assert len(kept) == len(NAMES)
    assert answers(server, repository) == (first, kept)
    repository.write(f"{NAMES[3]}/values.yaml", "a: another\n")
    repository.write("README.md", "of all\n")
    repository.commit()
    assert wait(lambda: len(answers(server, repository)[1]) == len(NAMES) + 1)
    second, now = answers(server, repository)
    assert [one[0]["data"]["a"] for one in second] == [*NAMES[:3], "another", *NAMES[4:]]
    assert len(now - kept) == 1
    assert answers(server, repository) == (second, now)
