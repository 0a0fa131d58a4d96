"""`swell diff` of a repository: each application that differs, and of the others how many there are."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from diffs import CHART, NATIVE, application, git, review, run, write


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose branch main has five applications, one of Argo CD's own Helm and one of plain manifests."""
    top = tmp_path / "repository"
    for name in ("one", "two", "three"):
        write(top / "apps" / name, CHART)
        write(top / "applications", {f"{name}.yaml": application(name)})
    write(top / "apps/own", CHART)
    write(top / "applications", {"own.yaml": application("own", more=NATIVE)})
    write(top / "apps/plain", {"map.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {a: b}}\n"})
    write(top / "applications", {"plain.yaml": application("plain", more="")})
    (top / "apps/one/charts").mkdir()  # which git does not keep
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    return top


def states(found: dict[str, Any]) -> dict[str, str]:
    return {one["application"]: one["state"] for one in found["applications"]}


def test_what_has_the_same_inputs_is_not_rendered(repository: Path) -> None:
    write(repository / "apps/two", {"values.yaml": "level: info\nreplicas: 4\nimage: web:1.0.0\n"})
    found = review(repository, "applications", "--base", "main")
    assert found["version"] == "swell.diffs/v1"
    expected = dict.fromkeys(("one", "own", "plain", "three"), "same inputs") | {"two": "different"}
    assert states(found) == expected
    (two,) = (one["review"] for one in found["applications"] if one["review"])
    assert [field["path"] for changed in two["changed"] for field in changed["fields"]] == ["spec.replicas"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"apps/one/values.yaml": CHART["values.yaml"] + "# more\n"}, {"one": "alike"}),
        (
            {"apps/one/templates/new.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: {name: more}\n"},
            {"one": "different"},
        ),
        ({"apps/one/swell.yaml": "apiVersion: swell/v1\nvalues: {replicas: 5}\n"}, {"one": "different"}),
        ({"apps/own/prod-values.yaml": "replicas: 8\n"}, {"own": "different"}),
        ({"apps/own/stage-values.yaml": "replicas: 8\n"}, {"own": "alike"}),  # a chart's files count as a whole
        ({"apps/plain/map.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: o}}\n"}, {"plain": "different"}),
        ({"applications/two.yaml": application("two", path="apps/three")}, {"two": "alike"}),
        ({"applications/new.yaml": application("new", path="apps/one")}, {"new": "new"}),
        ({"applications/odd.yaml": application("odd", path="apps/none")}, {"odd": "NO ANSWER"}),
    ],
)
def test_each_state_is_told(files: dict[str, str], expected: dict[str, str], repository: Path) -> None:
    write(repository, files)
    status, out, error = run(repository, "applications", "--base", "main", "--format", "json")
    assert error == ""
    assert status == (2 if "NO ANSWER" in expected.values() else 0)
    same = dict.fromkeys(("one", "own", "plain", "three", "two"), "same inputs")
    assert states(json.loads(out)) == same | expected


def test_a_file_in_another_folder_that_an_application_reads_counts(repository: Path) -> None:
    write(repository, {"shared/values.yaml": "replicas: 6\n"})
    write(repository / "apps/one", {"swell.yaml": "apiVersion: swell/v1\nvalueFiles: [/shared/values.yaml]\n"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two")
    git(repository, "checkout", "-qb", "change")
    write(repository, {"shared/values.yaml": "replicas: 7\n", "shared/other.yaml": "replicas: 9\n"})
    found = states(review(repository, "applications", "--base", "main"))
    assert found == dict.fromkeys(("own", "plain", "three", "two"), "same inputs") | {"one": "different"}


def test_an_application_that_is_gone_is_told_and_one_that_moved_is_none(repository: Path) -> None:
    (repository / "applications/one.yaml").unlink()
    (repository / "applications/two.yaml").rename(repository / "applications/moved.yaml")
    status, out, _ = run(repository, "applications", "--base", "main")
    assert status == 0
    assert " ".join(out.split()).startswith(
        "one: no file here names it any more; what it has deployed stays until the Application is deleted main ("
    )
    assert out.rstrip().endswith("5 applications, 1 gone, 4 same inputs")


@pytest.mark.parametrize(
    "broken", ["apiVersion: swell/v1\nrule: []\n", "apiVersion: swell/v1\nvalueFiles: [/none.yaml]\n"]
)
def test_a_change_that_mends_an_application_passes(broken: str, repository: Path) -> None:
    write(repository / "apps/one", {"swell.yaml": broken})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two")
    (repository / "apps/one/swell.yaml").unlink()
    found = states(review(repository, "applications", "--base", "main"))
    assert found == dict.fromkeys(("own", "plain", "three", "two"), "same inputs") | {"one": "mended"}


def test_applications_whose_paths_begin_below_the_root_are_found_in_both(repository: Path, tmp_path: Path) -> None:
    top = tmp_path / "outer"
    top.mkdir()
    repository.rename(top / "inner")
    (top / "inner/.git").rename(tmp_path / "git")
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    write(top / "inner/apps/two", {"values.yaml": "level: info\nreplicas: 4\nimage: web:1.0.0\n"})
    found = states(review(top, "inner/applications", "--base", "main"))
    assert found == dict.fromkeys(("one", "own", "plain", "three"), "same inputs") | {"two": "different"}


def test_dangers_of_any_end_with_1_where_they_are_to(repository: Path) -> None:
    write(repository / "apps/two", {"values.yaml": "level: info\nreplicas: 0\nimage: web:1.0.0\n"})
    assert run(repository, "applications", "--base", "main")[0] == 0
    assert run(repository, "applications", "--base", "main", "--fail-on", "danger")[0] == 1
    assert run(repository, "applications", "--base", "main", "--fail-on", "change")[0] == 1
    git(repository, "commit", "-qam", "two")
    assert run(repository, "applications", "--base", "main", "--fail-on", "change")[0] == 0


def test_a_quiet_diff_of_several_is_their_number_and_has_the_same_exit_code(repository: Path) -> None:
    write(repository / "apps/two", {"values.yaml": "level: info\nreplicas: 0\nimage: web:1.0.0\n"})
    asked = ("applications", "--base", "main", "--fail-on", "change")
    commit = git(repository, "rev-parse", "--short=7", "main").strip()
    told = f"main ({commit}) → working tree: 5 applications, 1 different, 4 same inputs\n"
    status, out, error = run(repository, *asked, "-q")
    assert (status, out, error) == (1, run(repository, *asked)[1].rpartition("\n\n")[2], "")
    assert out == told
    assert run(repository, *asked, "-q", "--format", "markdown")[::2] == (
        2,
        "swell: -q is about text.\n  fix: leave it out, or --format\n",
    )


def test_markdown_has_dangers_and_a_table_above_what_folds(repository: Path) -> None:
    write(repository / "apps/two", {"values.yaml": "level: info\nreplicas: 0\nimage: web:1.0.0\n"})
    write(repository / "apps/three", {"values.yaml": "level: debug\nreplicas: 2\nimage: web:1.0.0\n"})
    _, out, _ = run(repository, "applications", "--base", "main", "--format", "markdown")
    head, _, folded = out.partition("<details>")
    assert "5 applications, 2 different, 3 same inputs" in head
    assert "| two | **error** | spec.replicas goes from 2 to 0: nothing serves any more |" in head
    assert [line.split(" | ")[0] for line in head.splitlines() if "CAN FINISH" in line] == ["| three", "| two"]
    assert folded.count("<summary>three</summary>") == folded.count("<summary>two</summary>") == 1
    assert "-spec.replicas: 2\n+spec.replicas: 0" in folded


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--helm", "4.2"), "--helm is for one application, and several are meant"),
        (("--env", "stage", "--env", "prod"), "--base and an option given twice each name two sides"),
        (("--name", "web"), "--name names one application, and several are meant"),
    ],
)
def test_what_is_for_one_application_is_refused(arguments: tuple[str, ...], told: str, repository: Path) -> None:
    status, out, error = run(repository, "applications", "--base", "main", *arguments)
    assert (status, out) == (2, "")
    assert told in error


SET = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators:
    - git: {repoURL: https://git.example.com/a.git, revision: HEAD, directories: [{path: apps/*}]}
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      project: default
      source: {repoURL: https://git.example.com/a.git, targetRevision: main, path: '{{path}}', plugin: {name: swell}}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
"""


def test_what_an_application_set_makes_is_compared_one_by_one(tmp_path: Path) -> None:
    top = tmp_path / "repository"
    for name in ("one", "two"):
        write(top / "apps" / name, CHART)
    write(top, {"set.yaml": SET})
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "remote", "add", "origin", "https://git.example.com/a.git")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    write(top / "apps/three", CHART)
    write(top / "apps/two", {"values.yaml": "level: info\nreplicas: 4\nimage: web:1.0.0\n"})
    git(top, "add", "-A")
    found = states(review(top, "set.yaml", "--base", "main"))
    assert found == {"one": "same inputs", "two": "different", "three": "new"}
    git(top, "commit", "-qm", "two")
    git(top, "rm", "-qr", "apps/one")
    assert states(review(top, "set.yaml", "--base", "HEAD"))["one"] == "gone"


SUB = "{apiVersion: v2, name: sub, version: 1.0.0}"
WITH_SUB = {
    **CHART,
    "Chart.yaml": CHART["Chart.yaml"][:-1] + ", dependencies: [{name: sub, version: 1.0.0, repository: %s}]}",
}
CONFIG_MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: s}, data: {a: '%s'}}\n"


@pytest.mark.parametrize(
    ("files", "source"),
    [
        ({}, ", path: apps/cur, plugin: {name: swell}"),
        ({}, ", path: apps/cur, helm: {releaseName: web}"),
        ({"cur.yaml": "replicas: 5\n"}, ", path: apps/v1, helm: {valueFiles: [../cur/values.yaml]}"),
        (
            {
                f"{at}/{name}": text.replace("%s", "file://../cur-deps/sub")
                for at in ("v1",)
                for name, text in WITH_SUB.items()
            }
            | {f"{at}/sub/Chart.yaml": SUB for at in ("d1", "d2")}
            | {f"{at}/sub/templates/s.yaml": CONFIG_MAP.replace("%s", at) for at in ("d1", "d2")},
            ", path: apps/v1, plugin: {name: swell}",
        ),
    ],
    ids=["the folder", "the folder, for Helm", "a values file of Helm's", "a dependency"],
)
def test_a_link_that_leads_elsewhere_now_counts(files: dict[str, str], source: str, tmp_path: Path) -> None:
    top = tmp_path / "repository"
    write(top / "apps", {f"v1/{name}": text for name, text in CHART.items()})
    write(top / "apps", {f"v2/{name}": text.replace("replicas: 2", "replicas: 7") for name, text in CHART.items()})
    write(top / "apps", files)
    write(top, {"applications/web.yaml": application("web", more="").replace(", path: apps/web", source)})
    for name, first in (("cur", "v1"), ("cur-deps", "d1")):
        (top / "apps" / name).symlink_to(first)
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    for name, second in (("cur", "v2"), ("cur-deps", "d2")):
        (top / "apps" / name).unlink()
        (top / "apps" / name).symlink_to(second)
    assert states(review(top, "applications", "--base", "main")) == {"web": "different"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"apps/one/.argocd-source.yaml": "helm: {valuesObject: {image: 2}}\n"}, "different"),
        ({"applications/one.yaml": application("one", more=", helm: {valuesObject: {image: true}}")}, "different"),
        ({"applications/one.yaml": application("one", more=", helm: {valueFiles: true}")}, "NO ANSWER"),
        ({"applications/one.yaml": application("one", more=", helm: 1")}, "NO ANSWER"),
    ],
)
def test_what_an_application_says_counts_by_its_type(files: dict[str, str], expected: str, repository: Path) -> None:
    write(repository / "applications", {"one.yaml": application("one", more=", helm: {valuesObject: {image: 1}}")})
    git(repository, "commit", "-qam", "two")
    write(repository, files)
    _, out, _ = run(repository, "applications", "--base", "main", "--format", "json")
    assert states(json.loads(out))["one"] == expected


def test_applications_of_one_name_are_told_apart_by_file_and_namespace(tmp_path: Path) -> None:
    top = tmp_path / "repository"
    for name in ("dev", "prod", "other"):
        write(top / "apps" / name, CHART)
    write(top, {f"applications/{one}/web.yaml": application("web", path=f"apps/{one}") for one in ("dev", "prod")})
    two = application("api", path="apps/dev") + "---\n" + application("api", path="apps/prod").replace("argocd", "team")
    write(top, {"applications/two.yaml": two})
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    every = [("api", "same inputs"), ("api", "same inputs"), ("web", "same inputs"), ("web", "same inputs")]

    def told() -> list[tuple[str, str]]:
        found = review(top, "applications", "--base", "main")["applications"]
        return sorted((one["application"], one["state"]) for one in found)

    write(top, {"README.md": "words\n"})
    assert told() == every
    write(top, {"applications/more/web.yaml": application("web", path="apps/other")})
    assert told() == sorted([*every, ("web", "new")])
    (top / "applications/more/web.yaml").unlink()
    (top / "applications/prod/web.yaml").unlink()
    assert told() == sorted([*every[:3], ("web", "gone")])


@pytest.mark.parametrize("kept", [{}, {".keep": ""}], ids=["no folder", "an empty one"])
def test_where_all_are_gone_each_is_told(kept: dict[str, str], repository: Path) -> None:
    git(repository, "rm", "-qr", "applications")
    write(repository / "applications", kept)
    found = states(review(repository, "applications", "--base", "main"))
    assert found == dict.fromkeys(("one", "own", "plain", "three", "two"), "gone")


def test_a_file_with_one_application_is_reviewed(repository: Path) -> None:
    write(repository / "apps/two", {"values.yaml": "level: info\nreplicas: 4\nimage: web:1.0.0\n"})
    assert states(review(repository, "applications/two.yaml", "--base", "main")) == {"two": "different"}


def test_another_repository_is_refused(repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "other/applications", {"web.yaml": application("web")})
    status, out, error = run(repository, "applications", str(tmp_path / "other/applications"), "--base", "main")
    assert (status, out) == (2, "")
    assert "lies in another repository than" in error


@pytest.mark.parametrize("link", ["apps/plain/link.yaml", "apps/plain", "apps/two", "apps/own"])
def test_a_link_that_leads_out_of_the_repository_shows_nothing(link: str, repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "outside", {**CHART, "map.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: hunter2}}\n"})
    place = repository / link
    if place.is_dir():
        shutil.rmtree(place)
    place.symlink_to(tmp_path / ("outside" if place.suffix == "" else "outside/map.yaml"))
    status, out, error = run(repository, "applications", "--base", "main")
    assert status == 2
    assert "leads out of" in " ".join(out.split())
    assert "hunter2" not in out + error
