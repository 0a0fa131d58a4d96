"""An Application that is out of shape is told in a line with its file, by all that read one."""

import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

_HEAD = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\n"
_ODD = {
    "spec: 5": "spec must be a mapping",
    "spec: [1]": "spec must be a mapping",
    "spec: {sources: 5}": "spec.sources must be a list",
    "spec: {sources: [5]}": "spec.sources[0] must be a mapping",
    "spec: {source: 5}": "spec.source must be a mapping",
    "spec: {source: {path: web, plugin: x}}": "spec.source.plugin must be a mapping",
    "spec: {source: {path: web, plugin: {env: x}}}": "spec.source.plugin.env must be a list",
    "spec: {source: {path: web, plugin: {env: [{value: b}]}}}": "spec.source.plugin.env[0] has no name",
    "spec: {source: {path: web, plugin: {env: [x]}}}": "spec.source.plugin.env[0] must be a mapping",
    "spec: {sources: [{path: web, plugin: {parameters: x}}]}": "spec.sources[0].plugin.parameters must be a list",
    "spec: {source: {path: web, directory: x}}": "spec.source.directory must be a mapping",
    "spec: {source: {path: web, plugin: {}}, destination: x}": "spec.destination must be a mapping",
}


def error(folder: Path, *arguments: str) -> str:
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "SWELL_HELM": str(helm())}
    run = subprocess.run([SWELL, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, ""), run.stderr
    return run.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "web").mkdir()
    (tmp_path / "web/Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    return tmp_path


@pytest.mark.parametrize("spec", _ODD)
def test_an_odd_application_is_told_with_its_file(spec: str, repository: Path) -> None:
    (repository / "app.yaml").write_text(f"{_HEAD}{spec}\n")
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    for words in (["add", "--all"], [*identity, "commit", "--quiet", "--message=x"]):
        subprocess.run(["git", *words], cwd=repository, check=True)
    told = f"app.yaml: the Application's {_ODD[spec]}"

    for command in ("plan", "generate"):
        assert error(repository, command, "--app", "app.yaml").startswith(f"swell: {told}")
    assert told in error(repository, "readers", "--changed", "HEAD..HEAD", "--apps", "app.yaml")


def test_what_lies_in_the_repository_may_be_odd_too(repository: Path) -> None:
    (repository / "app.yaml").write_text(f"{_HEAD}spec: {{source: {{path: web, plugin: {{}}}}}}\n")
    (repository / "web/.argocd-source.yaml").write_text("plugin: x\n")

    assert "the Application's plugin must be a mapping" in error(repository, "plan", "--app", "app.yaml")
