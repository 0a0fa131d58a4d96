"""The workflows and the action for GitHub: read by its own linter's rules, and run as far as that needs no forge."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from programs import TOP

from cmp import dialect

RELEASE = TOP / ".github/workflows/release.yaml"
ACTION = TOP / "setup-swell/action.yaml"
WORKFLOWS = sorted([RELEASE, *(TOP / "install").glob("*.github.yaml")])


def _read(path: Path) -> Any:
    return dialect.load(path.read_text())


@pytest.fixture(scope="module")
def linter() -> str:
    if not shutil.which("go"):
        pytest.skip("go is missing, which builds actionlint: apt-get install golang-go")
    built = subprocess.run([TOP / "tools/actionlint.sh"], capture_output=True, text=True, check=False)
    if built.returncode == 3:
        pytest.skip(built.stderr)
    assert built.returncode == 0, built.stderr
    return built.stdout.strip()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_fault_that_the_linter_finds(linter: str, path: Path) -> None:
    done = subprocess.run([linter, "-no-color", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_linter_finds_a_fault(linter: str, tmp_path: Path) -> None:
    path = tmp_path / "release.yaml"
    path.write_text(RELEASE.read_text().replace("needs: [packages, test]", "needs: [package]"))
    done = subprocess.run([linter, "-no-color", path], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert '"package"' in done.stdout


def test_no_job_of_a_release_has_more_rights_than_it_needs() -> None:
    release = _read(RELEASE)
    assert release["permissions"] == {"contents": "read"}
    signing = {name for name, job in release["jobs"].items() if job.get("permissions", {}).get("id-token") == "write"}
    assert signing == {"publish", "image"}
    assert all(release["jobs"][name]["environment"] == "release" for name in signing)
    assert "test" in release["jobs"]["image"]["needs"]
    assert "test" in release["jobs"]["publish"]["needs"]


def _scripts(job: str) -> list[str]:
    return [step["run"] for step in _read(RELEASE)["jobs"][job]["steps"] if "run" in step]


def _run(script: str, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone whose environment is the one of these tests."""
    if not (TOP / ".git").exists():
        pytest.skip("packages are built of a commit: clone the repository with git")
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", TOP, folder], check=True)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


def test_a_tag_that_is_not_the_version_ends_a_release(clone: Path) -> None:
    compare, _ = _scripts("packages")
    changes = clone / "CHANGELOG.md"
    changes.write_text(changes.read_text().replace("## Unreleased", "## 0.1.0", 1))
    assert _run(compare, clone, GITHUB_REF_NAME="v0.1.0").returncode == 0
    wrong = _run(compare, clone, GITHUB_REF_NAME="v0.1.1")
    assert (wrong.returncode, wrong.stderr) == (1, "the tag is v0.1.1, the version 0.1.0\n")
    changes.write_text(changes.read_text().replace("## 0.1.0", "## Unreleased", 1))
    assert _run(compare, clone, GITHUB_REF_NAME="v0.1.0").stderr == "CHANGELOG.md has no section 0.1.0\n"


def test_the_packages_of_a_release_are_built_twice_and_compared(clone: Path) -> None:
    _, build = _scripts("packages")
    done = _run(build.replace("make .venv/ready\n", ""), clone)  # that installs what is here already
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in (clone / "dist").iterdir()) == [".gz", ".whl"]


def test_the_image_of_a_release_is_called_by_its_tag(clone: Path, tmp_path: Path) -> None:
    (name,) = (script for script in _scripts("image") if "GITHUB_OUTPUT" in script)
    output = tmp_path / "output"
    asked = {"GITHUB_OUTPUT": str(output), "GITHUB_REF_NAME": "v0.1.0"}
    assert _run(name, clone, IMAGE="registry.example.com/team/argocd-swell", **asked).returncode == 0
    said = dict(line.split("=") for line in output.read_text().splitlines())
    assert said.pop("date").isdigit()
    assert said == {"tag": "registry.example.com/team/argocd-swell:0.1.0", "host": "registry.example.com"}
    assert _run(name, clone, IMAGE="", **asked).stderr == "set the variable IMAGE of this repository\n"


@pytest.mark.parametrize(
    ("version", "asked"),
    [("0.1.0", "argocd-swell==0.1.0"), ("argocd-swell", "argocd-swell"), ("./swell.whl", "./swell.whl")],
)
def test_the_action_installs_the_version_that_is_asked_for(tmp_path: Path, version: str, asked: str) -> None:
    (step,) = _read(ACTION)["runs"]["steps"]
    assert step["env"] == {"VERSION": "${{ inputs.version }}"}  # no text of a caller's becomes part of the script
    (tmp_path / "pipx").write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/asked\n')
    (tmp_path / "pipx").chmod(0o755)
    path = f"{tmp_path}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = _run(step["run"], tmp_path, VERSION=version, PATH=path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text() == f"install {asked}\n"
    assert done.stdout.startswith("swell ")
