"""Arguments in the wrong place are told with the right one."""

import os
import subprocess
from pathlib import Path

import pytest
from diffs import CHART, application, git, write
from programs import SWELL, helm


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "a"
    write(top / "charts/web", {**CHART, "values.yaml": CHART["values.yaml"].replace("replicas: 2\n", "")})
    write(top / "charts/api", CHART)
    write(top, {"web.yaml": application("web", path="charts/web"), "hosts": "127.0.0.1 localhost\n"})
    return top


def told(folder: Path, *arguments: str) -> list[str]:
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(folder), "TMPDIR": str(folder.parent)}
    done = subprocess.run([SWELL, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, ""), done
    return done.stderr.splitlines()


@pytest.mark.parametrize(
    ("arguments", "fix"),
    [
        (("why", "charts/web", "Job/x"), "swell why Job/x FOLDER"),
        (("why", "charts/web", "Deployment.apps/x"), "swell why Deployment.apps/x FOLDER"),
        (("init", "web.yaml"), "--app web.yaml"),
        (("diff", "charts/web", "HEAD~1"), "--base HEAD~1"),
        (("diff", "charts/web", "origin/main"), "--base origin/main"),
        (("charts/web", "plan"), "swell plan charts/web"),
        (("plan", "--app", "charts/web"), "swell plan charts/web"),
        (("check", "--app", "charts"), "swell check charts"),
        (("plan", "--from", "charts/web"), "swell plan charts/web --from REVISION"),
        (("values", "image.tag", "charts/web"), "swell why image.tag FOLDER"),
        (("values", "image"), "name the application's folder"),
        (("values", "a.b.c"), "swell why a.b.c FOLDER"),
        (("plan", "charts/wbe.yaml"), "name the application's folder"),
        (("why", "web", "charts/web", "-e", "prod"), "swell why Deployment/web"),
        (("plan", "charts"), "name one of these folders"),
        (("init", "charts"), "name one of these folders"),
    ],
)
def test_an_argument_in_the_wrong_place_is_told_with_the_right_one(
    arguments: tuple[str, ...], fix: str, repository: Path
) -> None:
    assert fix in told(repository, *arguments)[-1]


def test_a_folder_of_charts_names_them(repository: Path) -> None:
    git(repository, "init", "-q")
    assert "  here: folders with a chart: charts/api, charts/web" in told(repository, "plan", "charts")
    assert not list((repository / "charts").glob("*.yaml"))


def test_a_revision_that_is_none_is_told_with_the_nearest(repository: Path) -> None:
    git(repository, "init", "-q", "-b", "main")
    none = told(repository, "diff", "charts/web", "--base", "HEAD")
    assert none[0] == "swell: --base: there is no commit here yet."
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "a")
    for wrong, right in (("HAED", "HEAD"), ("mian", "main")):
        lines = told(repository, "diff", "charts/web", "--base", wrong)
        assert lines[1] == f"  here: nearest: {right}"
    assert "here" not in told(repository, "diff", "charts/web", "--base", "v9.9.9")[1]


def test_a_file_without_any_manifest_is_told_in_a_sentence(repository: Path) -> None:
    assert told(repository, "check", "hosts")[0] == "swell: hosts: it holds no manifest, and so no Application."


def test_only_files_that_are_called_alike_are_named(repository: Path) -> None:
    far = told(repository, "plan", "charts/web", "-f", "nope.yaml")
    near = told(repository, "plan", "charts/web", "-f", "charts/web/prdo-values.yaml")
    assert "nothing there is called like it" in far[1]
    assert "nearest there: prod-values.yaml" in near[1]


def test_init_takes_an_environment_that_it_finds(repository: Path) -> None:
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(repository)}
    git(repository, "init", "-q")
    template = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: '{{ required \"a\" .Values.replicas }}'}\n"
    )
    write(repository / "charts/web/templates", {"a.yaml": template})
    (repository / "charts/web/stage-values.yaml").write_text("level: debug\nreplicas: 1\n")
    argv = [SWELL, "init", "--app", "web.yaml"]
    done = subprocess.run(argv, cwd=repository, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == "  next: swell plan --app web.yaml"
    assert "could not be inferred" not in (repository / "charts/web/swell.yaml").read_text()
