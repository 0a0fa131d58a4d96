"""The server has imported what renders need: the process of a render imports nothing more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import Case, all_cases
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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("server"), WATCHED) as running:
        yield running


@pytest.mark.parametrize("command", ["generate", "parameters"])
@pytest.mark.parametrize("case", CASES[::4], ids=lambda case: case.name)
def test_the_process_of_a_render_imports_nothing(case: Case, command: str, server: Server, tmp_path: Path) -> None:
    app = case.lay(tmp_path)
    variables = case.environment(tmp_path, case.helms[0]) | {"SWELL_SERVER": str(server.socket)}
    imports = Path(f"{server.socket}.imports")
    imports.unlink(missing_ok=True)
    assert server.run(app, variables, command=command)[0] == 0
    assert (imports.read_text() if imports.exists() else "") == ""
