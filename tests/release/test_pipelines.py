"""The pipelines' own scripts, run with the real swell, and with an argocd that writes down how it was called."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cmp import dialect

ROOT = Path(__file__).parents[2]
INSTALL = ROOT / "install"
CONFIG = "apiVersion: swell/v1\nrelease: {label: group, groups: [api, jobs]}\n"
APPLICATION = (
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, labels: {{group: {group}}}}}\n"
)
ARGOCD = """#!/bin/sh
echo "$*" >> calls
case "$FAILS" in "$2 "*) case " $* " in *" ${FAILS#* } "*) exit 1;; esac;; esac
[ "$2" = get ] || exit 0
[ "$FAILS" = "phase $3" ] && phase=Failed || phase=Succeeded
echo '{"status": {"operationState": {"phase": "'$phase'"}}}'
"""

pytestmark = pytest.mark.skipif(not shutil.which("jq"), reason="the pipelines use jq")


def github() -> str:
    workflow = dialect.load((INSTALL / "release-pipeline.github.yaml").read_text())
    return str(workflow["jobs"]["release"]["steps"][-1]["run"])


def gitlab() -> str:
    pipeline = dialect.load((INSTALL / "release-pipeline.gitlab.yaml").read_text())
    return "\n".join(pipeline["release"]["script"])


@pytest.fixture(params=[github, gitlab])
def script(request: pytest.FixtureRequest) -> str:
    return str(request.param())


def run(script: str, folder: Path, *, fails: str = "", config: str = CONFIG) -> tuple[int, list[str]]:
    """Run a script and return its status and the calls of argocd."""
    programs, applications = folder / "programs", folder / "rootapp-applications"
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    programs.mkdir()
    applications.mkdir()
    (folder / "swell.yaml").write_text(config)
    for name, group in (("web", "api"), ("bank", "api"), ("nightly", "jobs")):
        (applications / f"{name}.yaml").write_text(APPLICATION.format(name=name, group=group))
    (programs / "argocd").write_text(ARGOCD)
    (programs / "argocd").chmod(0o755)
    environ = {
        "PATH": f"{programs}:{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "FAILS": fails,
        "APPLICATIONS": "rootapp-applications",
        "SECONDS_TO_WAIT": "900",
    }
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]  # as GitHub starts it
    status = subprocess.run(bash, cwd=folder, env=environ, capture_output=True, check=False).returncode
    calls = folder / "calls"
    return status, calls.read_text().splitlines() if calls.exists() else []


def test_a_group_is_synced_and_waited_for_before_the_next_one(script: str, tmp_path: Path) -> None:
    assert run(script, tmp_path) == (
        0,
        [
            "app sync bank web --async",
            "app wait bank web --operation --health --timeout 900",
            "app get bank --output json",
            "app get web --output json",
            "app sync nightly --async",
            "app wait nightly --operation --health --timeout 900",
            "app get nightly --output json",
        ],
    )


@pytest.mark.parametrize("fails", ["sync web", "wait web", "get web", "phase web"])
def test_no_group_starts_after_one_that_failed(script: str, tmp_path: Path, fails: str) -> None:
    status, calls = run(script, tmp_path, fails=fails)

    assert status != 0
    assert not [call for call in calls if "nightly" in call]


@pytest.mark.parametrize("config", ["apiVersion: swell/v1\n", CONFIG.replace("jobs", "cron")])
def test_nothing_is_synced_where_the_groups_are_not_known(script: str, tmp_path: Path, config: str) -> None:
    status, calls = run(script, tmp_path, config=config)

    assert (status != 0, calls) == (True, [])
