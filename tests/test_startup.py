"""What is imported before Helm starts: users wait for each module of these, for all others Helm hides the wait."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from answered import CHART
from cases import CHARTS
from helm_server import HELM, helm_server
from programs import helm

SLOW = ("click", "dataclasses", "enum", "json", "msgspec", "pathlib", "re", "subprocess", "typing", "yaml")
NEVER = (
    *("click", "difflib", "hashlib", "inspect", "jinja2", "jsonpatch", "jsonpointer", "msgspec"),
    *("cmp.transform.config_hash", "cmp.lock", "cmp.sources.pull.pull", "cmp.chart.volatile", "cmp.store"),
)
WATCHED = """
import sys
def tell(event, arguments):
    if event in ("import", "os.posix_spawn", "socket.sendmsg"):
        print(event, arguments[0], file=sys.stderr)
sys.addaudithook(tell)
sys.argv = ["swell", "generate"]
from cmp.__main__ import main
main()
"""


def watched(variables: dict[str, str], until: str) -> tuple[set[str], set[str]]:
    """Return the modules that were imported until the first such event, and those that were at the end."""
    run = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=CHARTS / "shop",
        env={"ARGOCD_APP_NAME": "web", "ARGOCD_APP_PARAMETERS": "null", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    first, rest = run.stderr.split(f"{until} ", 1)
    before, after = ({line[7:] for line in text.splitlines() if line.startswith("import ")} for text in (first, rest))
    return before, before | after


@pytest.fixture(scope="module")
def imported() -> tuple[set[str], set[str]]:
    """Return the modules that were imported when Helm started, and those that were at the end."""
    return watched({"SWELL_HELM": str(helm())}, "os.posix_spawn")


@pytest.mark.parametrize("module", SLOW)
def test_helm_starts_before_this_is_imported(module: str, imported: tuple[set[str], set[str]]) -> None:
    assert module not in imported[0]


@pytest.mark.parametrize("module", NEVER)
def test_without_swell_yaml_this_is_never_imported(module: str, imported: tuple[set[str], set[str]]) -> None:
    assert module not in imported[1]


def test_little_is_imported_before_helm_starts(imported: tuple[set[str], set[str]]) -> None:
    ours = {module for module in imported[0] if module.startswith("cmp")}
    rooms = {module.rpartition(".")[0] for module in ours}  # each holds a line of description
    assert len(ours - rooms) <= 26
    assert imported[0] - ours == {"fcntl", "gc", "resource"}


def test_a_known_answer_imports_next_to_nothing_and_starts_no_program(tmp_path: Path) -> None:
    environ = {
        "SWELL_HELM": str(helm()),
        "SWELL_STORE": str(tmp_path / "store"),
        "ARGOCD_APP_NAME": "web",
        "ARGOCD_APP_SOURCE_PATH": "web",
        "ARGOCD_APP_PARAMETERS": '[{"name": "values", "string": "a: b"}]',
    }
    first, again = (
        subprocess.run(
            [sys.executable, "-c", WATCHED],
            cwd=_plain(tmp_path),
            env=environ,
            capture_output=True,
            text=True,
            check=True,
        )
        for _ in range(2)
    )
    assert again.stdout == first.stdout
    assert "os.posix_spawn" in first.stderr
    assert "os.posix_spawn" not in again.stderr
    modules = {line[7:] for line in again.stderr.splitlines() if line.startswith("import ")}
    ours = {module for module in modules if module.startswith("cmp")}
    rooms = {module.rpartition(".")[0] for module in ours}
    assert len(ours - rooms) <= 14
    assert modules - ours == {"gc", "_blake2"}


def _plain(folder: Path) -> Path:
    """Return the folder of a chart without random values."""
    chart = folder / "web"
    for name, text in CHART.items():
        (chart / name).parent.mkdir(parents=True, exist_ok=True)
        (chart / name).write_text(text)
    return chart


@pytest.mark.parametrize("module", ["prometheus_client", "cmp.telemetry.metrics", "http.server"])
def test_the_server_that_renders_never_imports_what_serves_metrics(module: str) -> None:
    code = f"import sys, cmp.cli.serve as one; one.preload(*one._LATER); sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_probe_imports_next_to_nothing() -> None:
    code = WATCHED.replace('"generate"', '"probe", "live"')
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    modules = {line[7:] for line in run.stderr.splitlines() if line.startswith("import ")}
    ours = {module for module in modules if module.startswith("cmp")}
    rooms = {module.rpartition(".")[0] for module in ours}
    assert len(ours - rooms) <= 6
    assert modules.isdisjoint({*SLOW, "site", "socket"})


def test_little_more_is_imported_before_a_resident_helm_is_asked(tmp_path: Path) -> None:
    with helm_server(tmp_path / f"swell-renders-{os.getuid()}") as server:
        variables = server.variables | {"SWELL_HELM": str(HELM), "TMPDIR": str(tmp_path)}
        first, second = (watched(variables, "socket.sendmsg")[0] for _ in range(2))
        assert len(server.pids()) == 1
    ours = {module for module in second if module.startswith("cmp")}
    rooms = {module.rpartition(".")[0] for module in ours}
    assert first >= second
    assert len(ours - rooms) <= 28
    assert second - ours == {"_socket", "fcntl", "gc", "resource"}
