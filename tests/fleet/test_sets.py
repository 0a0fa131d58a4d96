"""ApplicationSets in the files of a repository, and what they may read."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from cmp.applicationset.model import MOST
from cmp.fleet.found import Found, found_in
from cmp.fleet.sets import Sets
from cmp.settings import Settings

pytestmark = pytest.mark.usefixtures("repository")
GIT = "git: {repoURL: https://git.example.com/a.git, revision: HEAD, "


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    for name in ("web", "api"):
        (folder / "apps" / name).mkdir(parents=True)
        (folder / "apps" / name / "values.yaml").write_text(f"name: {name}\n")
    monkeypatch.chdir(folder)
    return folder


def made(generators: str, *, name: str = "'{{name}}'", variables: dict[str, str] | None = None) -> Sequence[Found]:
    Path("set.yaml").write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all, namespace: argocd}\n"
        f"spec:\n  generators: [{generators}]\n"
        f"  template: {{metadata: {{name: {name}}}, spec: {{source: {{repoURL: a, path: a}}, destination: {{}}}}}}\n"
    )
    (one,) = found_in("set.yaml")
    return Sets(Settings.read({**os.environ, **(variables or {})}))(one)


def told(generators: str, **more: str) -> str:
    (one,) = made(generators, **more)
    assert one.problem
    assert one.problem.fix
    assert "\n" not in str(one.problem)
    return str(one.problem)


def names(found: Sequence[Found]) -> list[str]:
    return [f"{one.name}{'!' * (one.problem is not None)}" for one in found]


def test_an_application_of_a_set_knows_its_set_and_its_place() -> None:
    found = made("{list: {elements: [{name: web}, {name: api}]}}")
    assert [one.source for one in found] == [
        "set.yaml: ApplicationSet/all -> web",
        "set.yaml: ApplicationSet/all -> api",
    ]
    assert found[0].document["metadata"]["namespace"] == "argocd"
    assert [one.place for one in found] == [0, 1]


def test_a_git_generator_sees_what_a_commit_would_have(repository: Path) -> None:
    (repository / ".gitignore").write_text("built\n")
    for name in ("built", "new", ".hidden"):
        (repository / "apps" / name).mkdir()
        (repository / "apps" / name / "values.yaml").write_text(f"name: {name.strip('.')}\n")
    (repository / "apps/empty").mkdir()
    subprocess.run(["git", "add", "apps/web", "apps/api"], check=True)
    (repository / "apps/api/values.yaml").unlink()
    assert names(made(f"{{{GIT}directories: [{{path: 'apps/*'}}]}}}}", name="'{{path.basename}}'")) == ["new", "web"]
    files = f"{{{GIT}files: [{{path: 'apps/*/values.yaml'}}]}}}}"
    found = made(files)
    assert names(found) == ["hidden", "new", "web"]
    assert {os.path.relpath(path) for path in found[0].reads} == {
        f"apps/{name}/values.yaml" for name in (".hidden", "new", "web")
    }


def test_a_folder_without_git_counts_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "apps/web").mkdir(parents=True)
    (tmp_path / "apps/web/values.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    assert names(made(f"{{{GIT}directories: [{{path: 'apps/*'}}]}}}}", name="'{{path.basename}}'")) == ["web"]


def test_a_git_generator_of_another_repository_is_told() -> None:
    add = ["git", "remote", "add", "origin"]
    subprocess.run([*add, "git@git.example.com:a.git"], check=True)
    directories = f"{{{GIT}directories: [{{path: 'apps/*'}}]}}}}"
    assert names(made(directories, name="'{{path.basename}}'")) == ["api", "web"]
    said = told(directories.replace("https://git.example.com/a.git", "https://me:hunt/er2@git.example.com/b.git"))
    assert said.startswith("set.yaml:2: ApplicationSet/all: its git generator reads another repository")
    assert "er2" not in said


@pytest.mark.parametrize("path", ["/etc/hostname", "../outside.yaml", "apps/link/../../../outside.yaml"])
def test_no_file_outside_of_the_repository_is_read(repository: Path, path: str) -> None:
    (repository.parent / "outside.yaml").write_text("name: hunter2\n")
    (repository / "linked.yaml").symlink_to(path)
    (repository / "apps/link").symlink_to("web")
    said = told(f"{{{GIT}files: [{{path: linked.yaml}}]}}}}")
    assert "hunter2" not in said


def test_a_link_within_the_repository_is_read(repository: Path) -> None:
    (repository / "linked.yaml").symlink_to("apps/web/values.yaml")
    assert names(made(f"{{{GIT}files: [{{path: linked.yaml}}]}}}}")) == ["web"]


@pytest.mark.parametrize(
    ("generator", "asks"),
    [
        ("clusters: {}", "which clusters"),
        ("scmProvider: {}", "a forge"),
        ("clusterDecisionResource: {configMapRef: a}", "the cluster"),
        ("pullRequest: {}", "pull requests"),
        ("plugin: {configMapRef: {name: a}}", "a service"),
        ("oci: {repoURL: a, revision: b}", "a registry"),
        ("matrix: {generators: [{list: {elements: [{name: a}]}}, {clusters: {}}]}", "which clusters"),
    ],
)
def test_a_generator_that_asks_more_than_the_files_here_is_told_by_its_name(generator: str, asks: str) -> None:
    assert asks in told(f"{{{generator}}}")


def test_of_several_with_one_name_and_of_one_without_argocd_makes_none() -> None:
    elements = "{list: {elements: [{name: web}, {name: api}, {name: web}, {name: ''}]}}"
    assert names(made(elements)) == ["web!", "api", "web!", "(no name)!"]


@pytest.mark.parametrize(
    "name", ["'{{nothing}}'", "'{{name}}_1'", "'{{name}}.'", "'-{{name}}'", f"{'a' * 254}", "'{{name}}A'"]
)
def test_a_name_that_no_application_may_have_is_told(name: str) -> None:
    assert "named" in told("{list: {elements: [{name: web}]}}", name=name)


def test_a_name_that_is_too_long_is_told_by_its_beginning() -> None:
    (found,) = made("[{list: {elements: [{name: x}]}}]", name="a" * 100_000)
    assert found.problem is not None
    assert len(f"{found.source} {found.name} {found.problem}") < 1000


@pytest.mark.parametrize(
    "generators",
    [
        "7",
        "null",
        "{list: 7}",
        "{list: {elements: [7]}}",
        "{list: {elements: 7}}",
        "{list: {elements: [{name: a}], template: 7}}",
        "{list: {elements: []}, selector: 7}",
        "{list: {elements: [{name: a}]}, selector: {matchExpressions: [7]}}",
        "{list: {elements: [{name: a}]}, selector: {matchLabels: 7}}",
        "{git: []}",
        "{git: {directories: [7]}}",
        "{git: {directories: 7}}",
        "{git: {files: [{path: 'apps/*'}], values: 7}}",
        "{git: {files: [{path: 'apps/*'}], values: {a: 7}}}",
        "{matrix: {generators: 7}}",
        "{matrix: {generators: [{list: {elements: [{name: a}]}}, {list: {elementsYaml: 7}}]}}",
        "{merge: {generators: [7, 7]}}",
    ],
)
def test_a_field_of_another_type_is_told(generators: str) -> None:
    assert told(generators)


def test_no_set_makes_more_than_is_allowed() -> None:
    many = ", ".join(f"{{a: '{number}'}}" for number in range(80))
    other = many.replace("a:", "name:")
    said = told(f"{{matrix: {{generators: [{{list: {{elements: [{many}]}}}}, {{list: {{elements: [{other}]}}}}]}}}}")
    assert f"up to {MOST}" in said


@pytest.mark.parametrize(
    "within",
    [
        "{matrix: {generators: [MANY, {list: {elements: []}}]}}",
        "{list: {elements: [ELEMENTS]}, selector: {matchLabels: {a: none}}}",
        "{list: {elements: [{a: LONG}]}, selector: {matchLabels: {a: none}}}",
    ],
)
def test_what_generators_make_and_leave_out_counts_too(within: str) -> None:
    elements = ", ".join(f"{{a: '{number}'}}" for number in range(1000))
    many = f"{{list: {{elements: [{elements}]}}}}"
    second = within.replace("MANY", many).replace("ELEMENTS", elements).replace("LONG", "x" * 200_000)
    began = time.process_time()
    assert "leave out" in told(f"{{matrix: {{generators: [{many}, {second}]}}}}")
    assert time.process_time() - began < 10


def test_texts_that_are_too_long_together_are_refused() -> None:
    long = "x" * (1 << 20)
    Path("long.yaml").write_text(f"name: a\nlong: {long}\n")
    Path("many.yaml").write_text("".join(f"- {{number: '{number}'}}\n" for number in range(100)))
    files = [f"{{{GIT}files: [{{path: {name}.yaml}}], pathParamPrefix: {name}}}}}" for name in ("long", "many")]
    assert "MiB" in told(f"{{matrix: {{generators: [{', '.join(files)}]}}}}", name="'{{long}}{{number}}'")
