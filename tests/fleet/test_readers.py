"""Who reads what changed, with real git and the examples' own repositories."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from programs import SWELL, TOP, helm

APP = "rootapp-applications/bank-bitso.yaml"
BANK = "configmaps/bank/configuration.yaml"
PLUGIN = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shared}
spec:
  source: {path: chart, plugin: {name: swell}}
  destination: {namespace: backend}
"""
CHART = {
    "Chart.yaml": "apiVersion: v2\nname: shared\nversion: 1.0.0\n",
    "values.yaml": "level: info\n",
    "templates/config.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bank-configuration}\ndata: {LEVEL: '{{ .Values.level }}'}\n"
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: own}\nspec: {template: {spec: {containers: "
        "[{name: a, envFrom: [{configMapRef: {name: bank-configuration}}]}]}}}\n"
    ),
    "templates/random.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: risk-configuration}\ndata: {a: '{{ uuidv4 }}'}\n"
    ),
}


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "change")


@pytest.fixture
def rootapp(tmp_path: Path) -> Path:
    shutil.copytree(TOP / "examples/rootapp", tmp_path / "rootapp")
    shutil.copytree(TOP / "examples/backend", tmp_path / "be-deployments")
    git(tmp_path, "init", "--quiet", "rootapp")
    commit(tmp_path / "rootapp", {})
    return tmp_path / "rootapp"


def swell(
    folder: Path, *arguments: str, status: int = 0, first: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    words = [SWELL, "readers", *first, "--checkout", "../be-deployments", *arguments]
    environ = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm())}
    run = subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert run.returncode == status, run.stderr
    return run


def found(folder: Path, *paths: str, span: str = "HEAD~1..HEAD") -> list[dict[str, Any]]:
    apps = [word for path in paths or ("rootapp-applications",) for word in ("--apps", path)]
    return json.loads(swell(folder, "--changed", span, "--format", "json", "--by-name", *apps).stdout)  # type: ignore[no-any-return]


def named(readers: list[dict[str, Any]]) -> list[str]:
    return [f"{one['application']} {one['kind']}/{one['name']}" for one in readers]


def edited(rootapp: Path, old: str, new: str) -> None:
    commit(rootapp, {BANK: (rootapp / BANK).read_text().replace(old, new)})


READERS = ["bank-accountstatements Deployment/bank-accountstatements", "bank-bitso Deployment/bank-bitso"]


@pytest.mark.parametrize("configurations", [(), ("rootapp-configmaps",)], ids=["unknown", "known"])
def test_the_readers_of_a_changed_configuration_are_listed(rootapp: Path, configurations: tuple[str, ...]) -> None:
    edited(rootapp, "17:30", "18:00")

    readers = found(rootapp, "rootapp-applications", *configurations)

    assert named(readers) == READERS
    assert readers[1] == {
        "application": "bank-bitso",
        "namespace": "backend",
        "group": "apps",
        "kind": "Deployment",
        "name": "bank-bitso",
        "reads": ["ConfigMap/bank-configuration"],
    }


@pytest.mark.parametrize("configurations", [(), ("rootapp-configmaps",)], ids=["unknown", "known"])
def test_what_no_pod_sees_has_no_readers(rootapp: Path, configurations: tuple[str, ...]) -> None:
    edited(rootapp, "metadata:", "metadata:\n  labels: {a: b} # a label")

    assert found(rootapp, "rootapp-applications", *configurations) == []


def test_nobody_is_said_in_a_line(rootapp: Path) -> None:
    commit(rootapp, {"README.md": "new"})

    told = swell(rootapp, "--changed", "HEAD~1..HEAD", "--apps", "rootapp-applications").stdout

    assert told == "No workload of another Application reads what HEAD~1..HEAD changed (0 ConfigMaps and Secrets).\n"


NOTE = "belongs to no Application of --apps, and counts for none"


def test_what_belongs_to_no_application_that_is_named_counts_for_none_and_is_told(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")

    run = swell(rootapp, "--changed", "HEAD~1..HEAD", "--format", "json", "--apps", "rootapp-applications")

    assert json.loads(run.stdout) == []
    assert f"{BANK} (ConfigMap/bank-configuration) {NOTE}" in run.stderr
    assert "--by-name" in run.stderr


def test_what_changes_for_stage_restarts_nothing_of_prod(rootapp: Path) -> None:
    stage = "configmaps/stage/bank.yaml"
    commit(rootapp, {stage: (rootapp / BANK).read_text()})
    commit(rootapp, {stage: (rootapp / BANK).read_text().replace("17:30", "18:00"), "notes.yaml": "a: 1"})
    apps = ("--apps", "rootapp-applications", "--apps", "rootapp-configmaps")

    run = swell(rootapp, "--changed", "HEAD~1..HEAD", "--format", "json", "--env", "prod", *apps)

    assert json.loads(run.stdout) == []
    assert run.stderr.count(NOTE) == 1
    assert stage in run.stderr


def test_an_application_of_this_very_repository_needs_no_checkout(rootapp: Path, tmp_path: Path) -> None:
    git(rootapp, "remote", "add", "origin", "git@git.example.com:team/rootapp.git")
    source = "{repoURL: https://git.example.com/team/rootapp, path: chart, plugin: {name: swell}}"
    elsewhere = PLUGIN.replace("{path: chart, plugin: {name: swell}}", source)
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps/shared.yaml").write_text(elsewhere)
    commit(rootapp, {f"chart/{name}": text for name, text in CHART.items()})
    commit(rootapp, {"chart/values.yaml": "level: debug\n"})

    shared = ("--apps", str(tmp_path / "apps"), "--apps", "rootapp-applications")

    run = swell(rootapp, "--changed", "HEAD~1..HEAD", "--format", "json", *shared)
    assert named(json.loads(run.stdout)) == READERS


def test_people_get_a_line_for_each(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")

    told = swell(rootapp, "--changed", "HEAD~1..HEAD", "--by-name", "--apps", "rootapp-applications").stdout

    assert told.splitlines()[1].split("  ")[-1] == "reads ConfigMap/bank-configuration"
    assert "Deployment/bank-bitso" in told


def test_folders_of_applications_do_for_one_environment(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")
    git(rootapp.parent, "init", "--quiet", "be-deployments")

    run = swell(
        rootapp,
        *("--changed", "HEAD~1..HEAD", "--by-name"),
        *("--apps", "../be-deployments/apps", "--env", "prod", "--format", "json"),
    )
    assert named(json.loads(run.stdout)) == READERS


def test_applications_of_another_environment_are_passed_over(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")

    stage = (rootapp / APP).read_text().replace("prod", "stage").replace("bank-bitso", "other")
    (rootapp / "rootapp-applications/other.yaml").write_text(stage.replace("path: apps/other", "path: apps/bank-bitso"))
    commit(rootapp, {})
    run = swell(rootapp, "--changed", "HEAD~2..HEAD", "--by-name", "--apps", "rootapp-applications", "--env", "stage")

    assert [line.split()[0] for line in run.stdout.splitlines()] == ["other"]
    assert re.search(r"note: -e stage leaves out \d+ Applications: \d+ of prod$", run.stderr, re.MULTILINE)


def test_applications_without_an_environment_are_not_given_one(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")
    none = (rootapp / APP).read_text().replace("name: bank-bitso", "name: other")
    none = re.sub(r"(?m)^.*name: environment.*\n(?: *string: prod\n)?", "", none)
    assert "prod" not in none
    commit(rootapp, {"rootapp-applications/other.yaml": none})
    asked = ("--changed", "HEAD~2..HEAD", "--by-name", "--apps", "rootapp-applications", "--env", "prod")
    run = swell(rootapp, *asked, "--format", "json")
    assert named(json.loads(run.stdout)) == READERS
    assert run.stderr == "swell: note: -e prod leaves out 1 Application: 1 without an environment\n"

    alone = swell(rootapp, *asked[:3], "--apps", "rootapp-applications/other.yaml", "--env", "prod", status=2)
    assert "no Application is of the environment prod" in alone.stderr
    assert "fix: correct --env, or leave it out" in alone.stderr


def test_an_environment_that_leaves_no_application_is_an_error(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")

    run = swell(rootapp, "--changed", "HEAD~1..HEAD", "--apps", "rootapp-applications", "--env", "porod", status=2)
    assert "no Application is of the environment porod" in run.stderr
    assert "fix: did you mean prod?" in run.stderr


def test_an_application_that_fails_is_named_and_no_temporary_path_is(rootapp: Path) -> None:
    text = (rootapp / APP).read_text()
    commit(rootapp, {APP: text.replace("path: apps/bank-bitso", "path: apps/nowhere")})

    told = swell(rootapp, "--changed", "HEAD~1..HEAD", "--apps", "rootapp-applications", status=2).stderr
    assert told.startswith(f"swell: Application/bank-bitso: {APP}: the Application's folder apps/nowhere is not here")
    assert "--checkout DIR" in told
    assert not re.search(r"swell-\w+/(before|after)", told)
    commit(rootapp, {APP: text})
    (rootapp.parent / "be-deployments/apps/bank-bitso/prod-values.yaml").write_text("a: [\n")
    told = swell(rootapp, "--changed", "HEAD~2..HEAD", "--apps", "rootapp-applications", status=2).stderr
    assert told.startswith("swell: Application/bank-bitso: ")


def test_of_several_checkouts_the_one_whose_remote_is_the_applications_repository_counts(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")
    url = re.search(r"repoURL: (\S+)", (rootapp / APP).read_text())
    assert url
    other = rootapp.parent / "other"
    (other / "apps/bank-bitso").mkdir(parents=True)
    words = ("--changed", "HEAD~1..HEAD", "--by-name", "--apps", "rootapp-applications")
    git(rootapp.parent, "init", "--quiet", "be-deployments")
    git(rootapp.parent, "init", "--quiet", "other")
    git(other, "remote", "add", "origin", "https://git.example.com/other.git")
    ssh = re.sub(r"https://([^/]+)/", r"git@\1:", url[1])
    git(rootapp.parent / "be-deployments", "remote", "add", "origin", ssh)

    first = ("--checkout", "../other")
    assert "Deployment/bank-bitso" in swell(rootapp, *words, first=first).stdout
    git(rootapp.parent / "be-deployments", "remote", "set-url", "origin", "https://git.example.com/another.git")
    assert "is not here" in swell(rootapp, *words, first=first, status=2).stderr


def test_a_rendered_configuration_counts_by_what_it_holds_and_not_for_its_own_application(rootapp: Path) -> None:
    commit(rootapp, {"shared.yaml": PLUGIN, **{f"chart/{name}": text for name, text in CHART.items()}})
    commit(rootapp, {"chart/values.yaml": "level: debug\n"})
    paths = ("rootapp-applications", "shared.yaml")

    assert named(found(rootapp, *paths)) == READERS
    commit(rootapp, {"chart/values.yaml": "level: debug\nother: 1\n"})
    assert found(rootapp, *paths) == []


def test_what_could_not_be_rendered_before_counts_as_changed(rootapp: Path) -> None:
    broken = {**CHART, "templates/config.yaml": "{{ fail `no` }}"}
    commit(rootapp, {"shared.yaml": PLUGIN, **{f"chart/{name}": text for name, text in broken.items()}})
    commit(rootapp, {f"chart/{name}": text for name, text in CHART.items()})

    assert named(found(rootapp, "rootapp-applications", "shared.yaml")) == READERS


def test_neither_the_index_nor_the_files_of_the_repository_are_touched(rootapp: Path) -> None:
    edited(rootapp, "17:30", "18:00")
    (rootapp / BANK).write_text("half: done")
    git(rootapp, "add", BANK)
    before = subprocess.check_output(["git", "status", "--porcelain"], cwd=rootapp)

    assert named(found(rootapp)) == READERS
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=rootapp) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--changed", "HEAD", "--apps", "rootapp-applications"), "names no two revisions"),
        (("--changed", "HEAD...HEAD", "--apps", "rootapp-applications"), "names no two revisions"),
        (("--changed", "none..HEAD", "--apps", "rootapp-applications"), "there is no revision none here"),
        (("--changed", "--help..HEAD", "--apps", "rootapp-applications"), "there is no revision --help here"),
        (("--changed", "HEAD~0..HEAD", "--apps", "nowhere"), "nowhere does not exist"),
        (("--changed", "HEAD~0..HEAD", "--apps", "configmaps/bank"), "holds neither Applications nor folders"),
    ],
)
def test_what_can_not_be_answered_is_an_error(rootapp: Path, arguments: tuple[str, ...], message: str) -> None:
    run = swell(rootapp, *arguments, status=2)

    assert message in run.stderr
    assert run.stdout == ""
