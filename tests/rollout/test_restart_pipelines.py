"""The pipelines' own scripts, run with the real swell, and with an argocd that writes down how it was called."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from programs import TOP, helm

from cmp import dialect

ARGOCD = """#!/bin/sh
echo "$*" >> "$CALLS"
[ "$2" = get ] || exit 0
turns=$(grep -c "get $3 " "$CALLS")
if [ "$turns" -ge "$SYNCED_AFTER" ]; then echo "$THEN"; else
echo '{"status": {"sync": {"status": "OutOfSync", "revision": "new"}}}'; fi
"""
SYNCED = '{"status": {"sync": {"status": "Synced", "revision": "new"}}}'
UNPRUNED = """{"status": {"sync": {"status": "OutOfSync", "revision": "new"},
"operationState": {"phase": "Succeeded", "syncResult": {"revision": "new"}}}}"""
BANK = "configmaps/bank/configuration.yaml"

pytestmark = pytest.mark.skipif(not shutil.which("jq"), reason="the pipelines use jq")


def github() -> str:
    workflow = dialect.load((TOP / "install" / "restart-pipeline.github.yaml").read_text())
    return str(workflow["jobs"]["restart"]["steps"][-1]["run"])


def gitlab() -> str:
    pipeline = dialect.load((TOP / "install" / "restart-pipeline.gitlab.yaml").read_text())
    return "\n".join(pipeline["restart"]["script"])


@pytest.fixture(params=[github, gitlab])
def script(request: pytest.FixtureRequest) -> str:
    return str(request.param())


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def run(script: str, folder: Path, *, file: str = BANK, then: str = SYNCED, after: int = 1) -> tuple[int, list[str]]:
    """Change a file, run a script, and return its status and the calls of argocd."""
    top, programs = folder / "rootapp", folder / "programs"
    shutil.copytree(TOP / "examples/rootapp", top)
    git(top, "init", "--quiet")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "first")
    (top / file).write_text((top / file).read_text().replace("17:30", "18:00") + "# changed\n")
    git(top, "commit", "--quiet", "--all", "--message", "second")
    shutil.copytree(TOP / "examples/backend", top / "be-deployments")  # as the pipelines check it out
    programs.mkdir()
    (programs / "argocd").write_text(ARGOCD)
    (programs / "sleep").write_text("#!/bin/sh\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    environ = {
        "PATH": f"{programs}:{TOP / '.venv' / 'bin'}:{os.environ['PATH']}",
        "SWELL_HELM": str(helm()),
        "CALLS": str(folder / "calls"),
        "THEN": then,
        "SYNCED_AFTER": str(after),
        "APPLICATIONS": "rootapp-applications",
        "CONFIGURATIONS": "bank-configuration",
        "DEPLOYMENTS": "be-deployments",
        "CHANGED": "HEAD~1..HEAD",
        "SECONDS_TO_WAIT": "900" if after < 9 else "1",
    }
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]  # as GitHub starts it
    status = subprocess.run(bash, cwd=top, env=environ, capture_output=True, check=False).returncode
    calls = folder / "calls"
    return status, calls.read_text().splitlines() if calls.exists() else []


def restart(name: str) -> str:
    return f"app actions run {name} restart --kind Deployment --namespace backend --resource-name {name} --group apps"


LOOK = "app get bank-configuration --refresh --output json"
READERS = ["bank-accountstatements", "bank-bitso"]


@pytest.mark.parametrize("then", [SYNCED, UNPRUNED])
def test_the_readers_restart_once_the_configuration_is_synced(script: str, tmp_path: Path, then: str) -> None:
    status, calls = run(script, tmp_path, then=then, after=3)

    assert (status, calls) == (0, [LOOK, LOOK, LOOK, *map(restart, READERS)])


def test_nothing_restarts_where_nobody_reads_what_changed(script: str, tmp_path: Path) -> None:
    assert run(script, tmp_path, file="README.md") == (0, [])


def test_nothing_restarts_with_the_old_configuration(script: str, tmp_path: Path) -> None:
    status, calls = run(script, tmp_path, after=10**9)

    assert (status, set(calls)) == (1, {LOOK})
