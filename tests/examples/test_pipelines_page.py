"""The commands of docs/pipelines.md, run as they stand there, with kubectl's kustomize."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, TOP, kubectl

PAGE = (TOP / "docs/pipelines.md").read_text()
BLOCKS = re.findall(r"(?s)```console\n(.*?)```", PAGE)
COMMANDS = [line.removeprefix("$ ") for block in BLOCKS for line in block.splitlines() if line.startswith("$ ")]
WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers:
        - {name: wait, image: kubectl, command: [kubectl, wait, --for=condition=complete, job/migrate]}
      containers:
        - {name: web, image: web:1, envFrom: [{configMapRef: {name: settings}}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: post-install}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: migrate, image: web:1}]}}}
"""
PROD = """\
resources: [web.yaml]
namespace: shop
configMapGenerator: [{name: settings, literals: [MODE=loud]}]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with the overlay that the page names, and the programs that it calls."""
    prod = tmp_path / "overlays/prod"
    prod.mkdir(parents=True)
    (prod / "web.yaml").write_text(WEB)
    (prod / "kustomization.yaml").write_text(PROD)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "kubectl").symlink_to(kubectl())
    (programs / "swell").symlink_to(SWELL)
    return tmp_path


def run(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PATH": f"{checkout / 'bin'}:{os.environ['PATH']}"}
    shell = ["bash", "-o", "pipefail", "-c", command]
    return subprocess.run(shell, cwd=checkout, env=env, capture_output=True, text=True, check=False)


def test_the_plan_of_a_stream_begins_as_the_page_shows_it(checkout: Path) -> None:
    command, _, shown = BLOCKS[0].removeprefix("$ ").partition("\n")

    told = run(command, checkout)

    assert told.returncode == 1
    assert told.stdout.startswith(shown)


def test_the_other_commands_do_what_the_page_says(checkout: Path) -> None:
    check, generate, plan = (run(command, checkout) for command in COMMANDS[1:])

    assert check.returncode == 1
    assert "post-sync-feeds-sync" in (checkout / "checks.xml").read_text()
    assert (generate.returncode, plan.returncode) == (0, 0)
    assert "CAN FINISH" in plan.stdout


def test_a_program_that_fails_before_the_pipe_is_no_good_answer(checkout: Path) -> None:
    told = run(COMMANDS[0].replace("overlays/prod", "overlays/none"), checkout)

    assert told.returncode == 2
    assert not told.stdout


def test_the_swell_yaml_of_the_folder_counts(checkout: Path) -> None:
    (off,) = re.findall(r"checks: \{post-sync-feeds-sync: off\}", PAGE)
    (checkout / "swell.yaml").write_text(f"apiVersion: swell/v1\n{off}\n")

    assert run(COMMANDS[1], checkout).returncode == 0
    assert "post-sync-feeds-sync" not in (checkout / "checks.xml").read_text()
