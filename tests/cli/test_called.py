"""Without git, a message calls a file so that it is found from where the command was given."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

from cmp.cli.called import called

TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {argocd.argoproj.io/sync-wave: x}}\n"
FILES = {
    "Chart.yaml": "{apiVersion: v2, name: web, version: 1.0.0}\n",
    "values.yaml": "a: 1\na: 2\n",
    "prod-values.yaml": "a: [1\n",
    "templates/a.yaml": TEMPLATE,
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / "apps/web" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "apps/web" / name).write_text(text)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "SWELL_HELM": str(helm())}
    return subprocess.run([SWELL, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("here", "written"),
    [(".", "apps/web"), ("apps", "./web/"), ("apps/web", "."), ("apps/web/templates", ".."), ("apps/web", "../web")],
)
def test_the_file_that_an_error_names_is_there(here: str, written: str, top: Path) -> None:
    told = run(top / here, "plan", written, "-e", "prod").stderr
    name = told.removeprefix("swell: ").partition(":")[0]
    assert (top / here / name).samefile(top / "apps/web/prod-values.yaml")


def test_the_files_of_findings_are_there(top: Path) -> None:
    (top / "apps/web/swell.yaml").write_text("{apiVersion: swell/v1, waivers: [{check: no-gate, reason: a}]}")
    assert run(top, "check", "apps/web").stderr.startswith("swell: apps/web/swell.yaml:1: ")
    (top / "apps/web/swell.yaml").unlink()
    found = json.loads(run(top, "check", "apps/web", "--format", "json").stdout)["findings"]
    assert sorted((one["check"], one["file"], one["line"]) for one in found) == [
        ("value-key-twice", "apps/web/values.yaml", 2),
        ("wave-not-integer", "apps/web/templates/a.yaml", 2),
    ]


def test_git_gives_paths_their_meaning(top: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(top)], check=True)
    assert run(top / "apps", "plan", "web", "-e", "prod").stderr.startswith("swell: apps/web/prod-values.yaml:2: ")


def test_an_absolute_folder_is_called_only_where_the_working_directory_is_above(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / "apps")
    asked = {str(top / "apps/web"): "web", str(top / "apps"): "", str(top): "", "web/.": "web", "..": ".."}
    assert {written: called(written) for written in asked} == asked
