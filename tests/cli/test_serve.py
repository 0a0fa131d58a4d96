"""The server has imported what renders need: the process of a render imports nothing more."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import Case, all_cases
from programs import helm
from resident import Server, served

WATCHED = """
import os, sys
server, path = os.getpid(), sys.argv[1]
def tell(event, arguments):
    if event == "import" and os.getpid() != server:
        log = os.open(path + ".imports", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(log, f"{arguments[0]}\\n".encode())
        os.close(log)
sys.addaudithook(tell)
from cmp.cli.serve import serve
serve(path)
"""
CASES = [
    case
    for case in all_cases()
    if case.arguments == ["generate"] and not case.said.get("exit") and "stdin" not in case.said
]

_WAITING = """apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
      - {name: main, image: a/kubectl, command: [sh, -c, "until kubectl get secret/db; do sleep 1; done"]}
---
apiVersion: v1
kind: Secret
metadata: {name: db}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("server"), WATCHED) as running:
        yield running


@pytest.mark.parametrize("command", ["generate", "parameters"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_process_of_a_render_imports_nothing(case: Case, command: str, server: Server, tmp_path: Path) -> None:
    app = case.lay(tmp_path)
    variables = case.environment(tmp_path, case.helms[0]) | {"SWELL_SERVER": str(server.socket)}
    assert _imported(server, app, variables, command) == ""


def test_it_imports_nothing_for_a_script_that_waits(server: Server, tmp_path: Path) -> None:
    (tmp_path / "web/templates").mkdir(parents=True)
    (tmp_path / "web/Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (tmp_path / "web/templates/pod.yaml").write_text(_WAITING)
    variables = {"ARGOCD_APP_NAME": "web", "SWELL_HELM": str(helm()), "PATH": os.environ["PATH"]}
    assert _imported(server, tmp_path / "web", variables | {"SWELL_SERVER": str(server.socket)}, "generate") == ""


def _imported(server: Server, app: Path, variables: dict[str, str], command: str) -> str:
    """Return what the process of a render imports."""
    imports = Path(f"{server.socket}.imports")
    imports.unlink(missing_ok=True)
    assert server.run(app, variables, command=command)[0] == 0
    return imports.read_text() if imports.exists() else ""
