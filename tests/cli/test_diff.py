"""`swell diff`: its sides, from the command line to what is printed."""

import os
import subprocess
from pathlib import Path

import pytest
from diffs import CHART, application, git, review, run, write
from programs import SWELL, TOP, helm


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose branch main has one application, apps/web; HEAD is on a branch of it."""
    top = tmp_path / "repository"
    write(top / "apps/web", CHART)
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    git(top, "checkout", "-qb", "change")
    return top


def test_a_change_that_is_not_committed_is_compared_with_the_merge_base(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    write(repository / "apps/web", {"prod-values.yaml": "replicas: 9\n"})  # what others have done since
    git(repository, "commit", "-qam", "two")
    git(repository, "checkout", "-q", "change")
    write(repository / "apps/web", {"stage-values.yaml": "# levels\nlevel: trace\n"})

    status, out, _ = run(repository, "apps/web", "-e", "stage", "--base", "main")
    assert status == 0
    commit = git(repository, "rev-parse", "--short=7", "main~").strip()
    assert out.startswith(f"web: main ({commit}) → working tree\nCAN FINISH, as before\n")
    assert "  Deployment/web, since ConfigMap/app changed, from apps/web/stage-values.yaml:2\n" in out
    assert '    data.level: "debug" → "trace"\n        ← level, apps/web/stage-values.yaml:2\n' in out
    assert not review(repository, "apps/web", "-e", "prod", "--base", "main")["differs"]


def test_a_quiet_diff_is_one_line_with_the_verdict_and_has_the_same_exit_code(repository: Path) -> None:
    write(repository / "apps/web", {"stage-values.yaml": "level: trace\n", "prod-values.yaml": "replicas: 0\n"})
    asked = ("apps/web", "-e", "prod", "--base", "main", "--fail-on", "danger")
    commit = git(repository, "rev-parse", "--short=7", "main").strip()
    told = f"web: main ({commit}) → working tree   CAN FINISH, as before   1 danger, 1 changed"
    status, out, error = run(repository, *asked, "-q")
    assert (status, " ".join(out.split()), error) == (1, " ".join(told.split()), "")
    assert run(repository, *asked)[0] == 1
    assert run(repository, "apps/web", "-e", "stage", "-e", "prod", "--quiet")[1].startswith("web: stage → prod   CAN")
    for refused, named in (
        ((*asked, "-q", "--format", "json"), "-q is about text"),
        (("gone", "-q", "--base", "main"), "gone does not exist"),
    ):
        status, out, error = run(repository, *refused)
        assert (status, out) == (2, "")
        assert named in error


def test_the_repository_itself_is_left_alone(repository: Path) -> None:
    write(repository, {"untracked": "a"})
    before = git(repository, "status", "--porcelain"), git(repository, "worktree", "list")
    run(repository, "apps/web", "--base", "main")
    assert (git(repository, "status", "--porcelain"), git(repository, "worktree", "list")) == before
    assert [path.name for path in repository.parent.iterdir() if path.name.startswith("swell-")] in (
        [],
        ["swell-renders-0"],
    )


def test_what_the_copy_of_a_revision_lacks_is_told_on_stderr(repository: Path) -> None:
    local = ("-c", "protocol.file.allow=always")
    git(repository, *local, "submodule", "--quiet", "add", str(repository), "lib")
    git(repository, "commit", "-qm", "with a submodule")
    status, _, error = run(repository, "apps/web", "-e", "stage", "--base", "HEAD")
    commit = git(repository, "rev-parse", "--short=7", "HEAD").strip()
    assert (status, error) == (0, f"swell: note: the folders of submodules are empty in HEAD ({commit}): lib\n")


def test_an_application_that_is_new_has_an_empty_older_side_and_no_danger(repository: Path) -> None:
    write(repository / "apps/new", CHART)
    found = review(repository, "apps/new", "-e", "stage", "--base", "main")
    assert [one["object"] for one in found["added"]] == ["ConfigMap/app", "Deployment/web"]
    assert (found["old"]["objects"], found["dangers"]) == (0, [])


def test_an_application_at_the_root_keeps_its_name(tmp_path: Path) -> None:
    top = tmp_path / "web"
    write(top, CHART)
    git(tmp_path, "init", "-q", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    found = review(top, ".", "-e", "prod", "--base", "HEAD")
    assert (found["app"], found["differs"]) == ("web", False)


def test_an_application_file_counts_on_its_own_side(repository: Path) -> None:
    application = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n"
        "  destination: {namespace: shop}\n"
        "  source: {repoURL: a, path: apps/web, plugin: {parameters: [{name: environment, string: %s}]}}\n"
        "  syncPolicy: {automated: {prune: true}}\n"
    )
    write(repository, {"app.yaml": application % "stage"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two")
    write(repository, {"app.yaml": application % "prod"})
    found = review(repository, "--app", "app.yaml", "--base", "HEAD")
    assert [one["object"] for one in found["changed"]] == ["ConfigMap/app", "Deployment/web"]


def test_environments_are_compared(repository: Path) -> None:
    found = review(repository, "apps/web", "--env", "stage", "--env", "prod")
    assert (found["old"]["name"], found["new"]["name"]) == ("stage", "prod")
    fields = {one["path"]: (one["old"], one["new"], one["cause"]) for one in found["changed"][1]["fields"]}
    place = {"value": "replicas", "where": "apps/web/prod-values.yaml:1"}
    assert fields == {"spec.replicas": (2, 3, place)}
    assert found["changed"][0]["fields"][0]["cause"]["where"] == "apps/web/values.yaml:1"


def test_a_list_of_several_layers_is_told_by_the_places_of_what_is_new_in_it(repository: Path) -> None:
    template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata: {env: {{ toJson .Values.env | quote }}}\n"
    write(repository / "apps/web", {
        "templates/env.yaml": template,
        "swell.yaml": "apiVersion: swell/v1\nlists: {env: {key: name}}\nvalueFiles: ['{environment}-values.yaml']\n",
        "values.yaml": CHART["values.yaml"] + "env:\n  - {name: A, value: a}\n",
        "stage-values.yaml": "env:\n  - {name: B, value: b}\n",
        "prod-values.yaml": "# words\nenv:\n  - {name: B, value: c}\n",
    })  # fmt: skip
    found = review(repository, "apps/web", "--env", "stage", "--env", "prod")
    (field,) = found["changed"][0]["fields"]
    assert field["cause"] == {"value": "env", "where": "apps/web/prod-values.yaml:3"}


def test_two_folders_are_one_application_with_the_name_of_the_second(tmp_path: Path) -> None:
    write(tmp_path / "web-1", CHART)
    write(tmp_path / "web-2", CHART | {"values.yaml": CHART["values.yaml"].replace("web:1.0.0", "web:2.0.0")})
    found = review(tmp_path, "web-1", "web-2", "-e", "prod")
    assert (found["app"], found["images"][0]["step"]) == ("web-2", "major")
    assert [one["object"] for one in found["changed"]] == ["Deployment/web"]


def test_native_helm_is_compared_with_swell(repository: Path) -> None:
    write(
        repository / "apps/web", {"swell.yaml": "apiVersion: swell/v1\nrules: [{match: {kind: ConfigMap}, wave: -3}]\n"}
    )
    found = review(repository, "apps/web", "-e", "stage", "--base", "helm")
    assert [(one["object"], one["old"], one["new"]) for one in found["moves"]] == [
        ("ConfigMap/app", "Sync, wave 0", "Sync, wave -3")
    ]
    assert [one["path"] for one in found["changed"][0]["fields"]] == [
        "metadata.annotations[argocd.argoproj.io/sync-wave]"
    ]


def test_versions_of_argo_cd_are_compared_by_their_verdicts(tmp_path: Path) -> None:
    case = TOP / "tests/golden/a-pending-run-of-a-pipeline-hangs-argo-cd-3.6"
    stream = (case / "stream.yaml").read_text()
    write(tmp_path / "app", {"Chart.yaml": CHART["Chart.yaml"], "templates/all.yaml": stream})
    found = review(tmp_path, "app", "--argocd", "3.5", "--argocd", "3.6")
    assert found["old"]["verdict"] == "CAN FINISH"
    assert found["new"]["verdict"].startswith("WOULD HANG")
    assert found["differs"]


def test_versions_of_helm_are_compared(repository: Path, tmp_path: Path) -> None:
    version = "'{{ .Capabilities.HelmVersion.Version }}'"
    template = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: v}}\ndata: {{v: {version}}}\n"
    write(repository / "apps/web", {"templates/v.yaml": template})
    helms = tmp_path / "helms"
    helms.mkdir()
    for version in ("v3", "v4"):
        (helms / f"helm-{version}").symlink_to(helm(version))
    env = {"PATH": os.environ["PATH"], "SWELL_HELMS": str(helms), "HOME": str(tmp_path)}
    argv = [str(SWELL), "diff", "apps/web", "-e", "prod", "--helm", "v3", "--helm", "4"]
    told = subprocess.run(argv, cwd=repository, env=env, capture_output=True, text=True, check=True).stdout
    assert told.startswith("web: Helm v3 → Helm 4\n")
    assert 'data.v: "v3.' in told


@pytest.mark.parametrize(
    ("change", "gate", "status"),
    [
        ({"stage-values.yaml": "level: trace\n"}, (), 0),
        ({"stage-values.yaml": "level: trace\n"}, ("--fail-on", "danger"), 0),
        ({"stage-values.yaml": "level: trace\n"}, ("--fail-on", "change"), 1),
        ({"stage-values.yaml": "level: debug\nreplicas: 0\n"}, ("--fail-on", "danger"), 1),
        ({"stage-values.yaml": "level: debug\nselector: other\n"}, ("--fail-on", "danger"), 1),
        ({"stage-values.yaml": "level: debug # words\n"}, ("--fail-on", "change"), 0),
    ],
)
def test_dangers_and_changes_may_fail(
    repository: Path, change: dict[str, str], gate: tuple[str, ...], status: int
) -> None:
    write(repository / "apps/web", change)
    assert run(repository, "apps/web", "-e", "stage", "--base", "main", *gate)[0] == status


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("apps/web", "-e", "stage"), "nothing says what to compare with"),
        (
            ("apps/web", "--base", "main", "--env", "a", "--env", "b"),
            "--base and an option given twice each name two sides",
        ),
        (("apps/web", "--env", "a", "--env", "b", "--env", "c"), "3 sides are named"),
        (("a", "b", "c"), "3 folders are named"),
        (("apps/web", "-e", "stage", "--base", "none"), "--base: there is no revision none here"),
        (("apps/web", "-e", "stage", "--base=--upload-pack=x"), "--base: there is no revision --upload-pack=x here"),
        (("none", "apps/web", "-e", "stage"), "none is neither a folder nor a file"),
    ],
)
def test_what_is_no_pair_of_sides_is_refused(repository: Path, arguments: tuple[str, ...], words: str) -> None:
    status, out, error = run(repository, *arguments)
    assert (status, out) == (2, "")
    assert words in error.splitlines()[0]
    assert "fix:" in error


def test_an_error_of_the_older_side_names_it_and_no_temporary_folder(repository: Path) -> None:
    write(repository / "apps/web", {"templates/bad.yaml": "{{ fail 1 }}"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "bad")
    (repository / "apps/web/templates/bad.yaml").unlink()
    status, out, error = run(repository, "apps/web", "-e", "stage", "--base", "HEAD")
    assert (status, out) == (2, "")
    assert error.startswith("swell: HEAD (")
    assert "/swell-" not in error


def test_branches_without_a_common_commit_are_refused(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "apart")
    git(repository, "commit", "-qm", "apart")
    status, _, error = run(repository, "apps/web", "-e", "stage", "--base", "main")
    assert status == 2
    assert "main and HEAD have no commit in common here" in error


def test_a_folder_of_values_alone_is_one_application_by_the_swell_yaml_above(repository: Path) -> None:
    write(repository, {"swell.yaml": "apiVersion: swell/v1\nchart: /apps/web\nvalueFiles: [more.yaml]\n"})
    write(repository / "of/values", {"more.yaml": "replicas: 3\n"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two")
    write(repository / "of/values", {"more.yaml": "replicas: 4\n"})
    found = review(repository, "of/values", "--base", "HEAD")
    assert (found["version"], found["differs"]) == ("swell.diff/v1", True)


def native(path: str, *, name: str = "web") -> str:
    return application(name, path=path, more=", helm: {parameters: [{name: level, value: l}]}")


def test_an_application_that_argo_cd_renders_itself_has_each_pair_of_sides_but_helms(repository: Path) -> None:
    write(repository, {"web.yaml": native("apps/web")})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "native")
    write(repository, {"web.yaml": native("apps/web").replace("value: l", "value: m")})
    app = ("--app", "web.yaml")
    status, out, _ = run(repository, *app, "--base", "HEAD")
    assert status == 0
    assert '    data.level: "l" → "m"\n' in out
    for words in ((*app, "--argocd", "3.5", "--argocd", "3.6"), ("web.yaml", "--argocd", "3.5", "--argocd", "3.6")):
        assert not review(repository, *words)["differs"]
    status, out, error = run(repository, *app, "--base", "helm")
    assert (status, out) == (2, "")
    assert "Argo CD renders this Application itself" in error


@pytest.mark.parametrize("kept", ["apps/web", "apps/moved"])
def test_an_application_that_moved_to_another_file_is_known_by_its_name(repository: Path, kept: str) -> None:
    write(repository, {"old.yaml": native("apps/web"), "other.yaml": native("apps/web", name="other")})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "old")
    (repository / "old.yaml").unlink()
    (repository / "apps/web").rename(repository / kept)
    write(repository, {"new.yaml": native(kept)})
    assert not review(repository, "--app", "new.yaml", "--base", "HEAD")["differs"]
    write(repository, {"new.yaml": native(kept, name="new")})
    assert review(repository, "--app", "new.yaml", "--base", "HEAD")["differs"]


def test_a_folder_that_leads_out_of_the_repository_shows_nothing(repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "outside", CHART)
    (repository / "astray").symlink_to(tmp_path / "outside")
    status, out, error = run(repository, "astray", "--base", "HEAD")
    assert status == 2
    assert "leads out of the repository" in out + error
    assert "replicas" not in out
