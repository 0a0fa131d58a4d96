"""The options that say which application is meant."""

import subprocess
from pathlib import Path

import pytest
from programs import SWELL, git_after, slow_git

from cmp.cli.commands import swell
from cmp.cli.failure import reported


def ended(*arguments: str) -> int:
    """Run a command, and return its exit code."""
    return reported(lambda: swell(list(arguments), standalone_mode=False), arguments[0])


def test_a_folder_that_is_not_there_is_no_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("doctor", str(tmp_path / "no")) == 2
    out, story = capsys.readouterr()
    assert out == ""
    assert story.startswith(f"swell: {tmp_path}/no is neither a folder nor a file.")


def test_a_misspelt_folder_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "apps/bank-bitso").mkdir(parents=True)
    assert ended("plan", str(tmp_path / "apps/bank-bitos")) == 2
    assert f"\n  here: nearest: {tmp_path}/apps/bank-bitso\n" in capsys.readouterr().err


def test_a_folder_in_the_place_of_a_file_is_told_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("stuck", str(tmp_path)) == 2
    assert "Is a directory.\n  fix: name a file in it\n" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["doctor", "values", "lock", "parameters"])
def test_a_rendered_stream_is_refused_where_it_says_nothing(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(command, "-") == 2
    out, story = capsys.readouterr()
    assert out == ""
    assert story.startswith("swell: - is a rendered stream, which says nothing here.")


@pytest.mark.parametrize("named", [("--app", "app.yaml"), ("app.yaml", "app.yaml")])
def test_reading_an_application_keeps_to_the_time_of_a_render(named: tuple[str, str], tmp_path: Path) -> None:
    _application(tmp_path, "app")
    env = {"PATH": slow_git(tmp_path), "HOME": str(tmp_path), "SWELL_TIMEOUT": "3"}
    words = [SWELL, "plan", "--as-swell", *named]
    run = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert "not ended after 3 s" in run.stderr


def test_reading_many_applications_keeps_to_the_time_of_one_render(tmp_path: Path) -> None:
    for number in range(12):
        _application(tmp_path / f"apps/r{number}", f"a{number}")
    env = {"PATH": git_after(tmp_path, "sleep 0.6"), "HOME": str(tmp_path), "SWELL_TIMEOUT": "3"}
    words = [SWELL, "plan", "--as-swell", "apps"]
    run = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert "not ended after 3 s" in run.stderr


def test_git_is_asked_once_about_a_repository_of_many_applications(tmp_path: Path) -> None:
    for number in range(40):
        _application(tmp_path, f"a{number}")
    env = {"PATH": git_after(tmp_path, f"echo $* >> {tmp_path}/asked"), "HOME": str(tmp_path)}
    subprocess.run([SWELL, "plan", "--as-swell", "."], cwd=tmp_path, env=env, capture_output=True, check=False)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert len(asked) == len(set(asked)) > 0


def _application(folder: Path, name: str) -> None:
    """Write an Application of Argo CD's own Helm into a repository, which has no folder of it."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    (folder / f"{name}.yaml").write_text(
        f"{{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {{name: {name}}}, spec: {{project: default, "
        "source: {repoURL: 'https://e.com/a.git', path: web, helm: {values: 'a: b'}}, destination: {namespace: web}}}"
    )
