"""What is imported before Helm starts: users wait for each module of these, for all others Helm hides the wait."""

import subprocess
import sys

import pytest
from cases import CHARTS
from programs import helm

SLOW = ("click", "dataclasses", "enum", "json", "msgspec", "pathlib", "re", "subprocess", "typing", "yaml")
NEVER = (
    *("click", "difflib", "hashlib", "inspect", "jinja2", "jsonpatch", "jsonpointer", "msgspec"),
    *("cmp.transform.config_hash", "cmp.lock", "cmp.sources.pull.pull", "cmp.chart.volatile", "cmp.store"),
)
WATCHED = """
import sys
def tell(event, arguments):
    if event in ("import", "os.posix_spawn"):
        print(event, arguments[0], file=sys.stderr)
sys.addaudithook(tell)
sys.argv = ["swell", "generate"]
from cmp.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def imported() -> tuple[set[str], set[str]]:
    """Return the modules that were imported when Helm started, and those that were at the end."""
    run = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=CHARTS / "shop",
        env={"SWELL_HELM": str(helm()), "ARGOCD_APP_NAME": "web", "ARGOCD_APP_PARAMETERS": "null"},
        capture_output=True,
        text=True,
        check=True,
    )
    texts = run.stderr.split("os.posix_spawn ")
    first, rest = ({line[7:] for line in text.splitlines() if line.startswith("import ")} for text in texts)
    return first, first | rest


@pytest.mark.parametrize("module", SLOW)
def test_helm_starts_before_this_is_imported(module: str, imported: tuple[set[str], set[str]]) -> None:
    assert module not in imported[0]


@pytest.mark.parametrize("module", NEVER)
def test_without_swell_yaml_this_is_never_imported(module: str, imported: tuple[set[str], set[str]]) -> None:
    assert module not in imported[1]


def test_little_is_imported_before_helm_starts(imported: tuple[set[str], set[str]]) -> None:
    ours = {module for module in imported[0] if module.startswith("cmp")}
    rooms = {module.rpartition(".")[0] for module in ours}  # each holds a line of description
    assert len(ours - rooms) <= 25
    assert imported[0] - ours == {"fcntl", "gc", "resource"}
