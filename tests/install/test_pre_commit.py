"""The hooks for pre-commit, run by it: as it installs them from this repository, and on what a user has changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from diffs import CHART, git, write
from programs import TOP, helm

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
SOURCES = "apiVersion: swell/v1\nsources:\n  area: {git: https://git.example.com/area.git, revision: main}\n"


def run(folder: Path, home: Path, hook: str) -> "subprocess.CompletedProcess[str]":
    if not PRE_COMMIT.exists():
        pytest.skip("pre-commit is missing: make .venv/ready")
    if not (TOP / ".git").exists():
        pytest.skip("pre-commit installs hooks from a repository: clone it with git")
    env = {**os.environ, "PRE_COMMIT_HOME": str(home), "SWELL_HELM": str(helm())}  # pip finds its index by the others
    command = [PRE_COMMIT, "try-repo", TOP, hook, "--all-files", "--verbose"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if "An unexpected error has occurred" in done.stdout and "pip" in done.stdout:
        pytest.skip(f"what Swell needs can't be installed: let pip reach an index: {done.stdout[-300:]}")
    return done


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the hooks are installed once."""
    return tmp_path_factory.mktemp("home")


def repository(folder: Path) -> Path:
    write(folder, CHART)
    git(folder, "init", "-q", "-b", "main", ".")
    git(folder, "add", "-A")
    return folder


def test_check_passes_where_nothing_is_found_and_tells_what_is(home: Path, tmp_path: Path) -> None:
    folder = repository(tmp_path)
    done = run(folder, home, "swell-check")
    assert done.returncode == 0, done.stdout + done.stderr
    job = "{apiVersion: batch/v1, kind: Job, metadata: {name: a, annotations: {argocd.argoproj.io/hook: Nope}}}\n"
    write(folder / "templates", {"job.yaml": job})
    git(folder, "add", "-A")
    done = run(folder, home, "swell-check")
    assert done.returncode == 1
    assert "Nope" in done.stdout


def test_lock_tells_a_source_that_is_not_locked(home: Path, tmp_path: Path) -> None:
    folder = repository(tmp_path)
    write(folder, {"swell.yaml": SOURCES})
    git(folder, "add", "-A")
    done = run(folder, home, "swell-lock")
    assert done.returncode == 1
    assert "swell.lock" in done.stdout
