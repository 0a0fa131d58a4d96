"""`swell plan --from` and `--delete`, a later sync and the end, from the command line to what is printed."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from programs import SWELL, helm

_JOB = "spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: 'web:{{ .Values.tag }}'}]}}}\n"
CHART = {
    "Chart.yaml": "{apiVersion: v2, name: web, version: 1.0.0}",
    "values.yaml": "{tag: '1', config: settings}",
    "templates/all.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Values.config }}}\n---\n"
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate, annotations: {argocd.argoproj.io/hook: PreSync}}\n"
        f"{_JOB}---\napiVersion: batch/v1\nkind: Job\nmetadata: {{name: load}}\n{_JOB}"
    ),
}
WAITS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      initContainers: [{name: wait, image: kubectl, command: [kubectl, wait, --for=condition=complete, job/seed]}]
      containers: [{name: api, image: api}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: seed, annotations: {helm.sh/hook: post-install}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: seed, image: seed}]}}}
"""
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example.com/apps.git, path: web, targetRevision: main, plugin: {name: swell}}
  destination: {server: https://kubernetes.default.svc, namespace: web}
  syncPolicy: {automated: {prune: true}, syncOptions: [CreateNamespace=true]}
"""


def git(folder: Path, *words: str) -> None:
    argv = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *words]
    subprocess.run(argv, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    for name, text in CHART.items():
        (top / "web" / name).parent.mkdir(parents=True, exist_ok=True)
        (top / "web" / name).write_text(text)
    (top / "web.yaml").write_text(APPLICATION)
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    return top


def changed(repository: Path, **values: str) -> None:
    """Change values in the work tree, after the revision that is synced."""
    (repository / "web/values.yaml").write_text(json.dumps({"tag": "1", "config": "settings", **values}))


def run(folder: Path, *arguments: str, since: tuple[str, ...] = ("--from", "HEAD")) -> tuple[int, str, str]:
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(folder), "TMPDIR": str(folder.parent)}
    argv = [str(SWELL), "plan", *arguments, *since]
    told = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return told.returncode, told.stdout, told.stderr


def plan(folder: Path, *arguments: str) -> dict[str, Any]:
    _, out, _ = run(folder, *arguments, "--format", "json")
    found: dict[str, Any] = json.loads(out)
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    return {task["object"]: task["is"] for step in found["steps"] for batch in step["batches"] for task in batch}


def pruned(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["object"], one["is"]) for step in found["steps"] for one in step["prunes"]]


def test_a_sync_after_the_same_revision_runs_hooks_again_and_finds_all_else_as_it_is(repository: Path) -> None:
    found = plan(repository, "web")
    assert states(found) == {"ConfigMap/settings": "unchanged", "Job/migrate": "runs again", "Job/load": "unchanged"}
    assert (found["verdict"], found["refused"]) == ("can-finish", [])


def test_what_moves_is_told_with_its_place_before(repository: Path) -> None:
    templates = repository / "web/templates/all.yaml"
    text = templates.read_text().replace("hook: PreSync", "hook: PostSync")
    templates.write_text(text.replace("{name: load}", "{name: load, annotations: {argocd.argoproj.io/sync-wave: '1'}}"))
    tasks = [task for step in plan(repository, "web")["steps"] for batch in step["batches"] for task in batch]
    assert {task["object"]: task["was"] for task in tasks} == {
        "ConfigMap/settings": None,
        "Job/load": "was in wave 0",
        "Job/migrate": "was a PreSync hook",
    }


@pytest.mark.parametrize(
    ("kind", "later", "told"),
    [
        ("kafka.strimzi.io/v1 KafkaTopic", "1", 1),
        ("gateway.networking.k8s.io/v1 HTTPRoute", "1", 0),  # its script heeds the generation
        ("kafka.strimzi.io/v1 KafkaTopic", "0", 0),  # nothing comes after it
        ("example.com/v1 Anything", "1", 0),  # it has no script, and is never awaited
    ],
)
def test_a_change_that_is_not_awaited_is_told(kind: str, later: str, told: int, repository: Path) -> None:
    version, _, name = kind.partition(" ")
    templates = repository / "web/templates/all.yaml"
    settings = f"kind: ConfigMap\nmetadata: {{name: s, annotations: {{argocd.argoproj.io/sync-wave: '{later}'}}}}\n"
    templates.write_text(
        f"apiVersion: {version}\nkind: {name}\nmetadata: {{name: a}}\nspec: {{of: '{{{{ .Values.tag }}}}'}}\n"
        f"---\napiVersion: v1\n{settings}"
    )
    git(repository, "commit", "-qam", "two")
    _, before, _ = run(repository, "web")
    changed(repository, tag="2")
    _, out, _ = run(repository, "web")
    assert (out.count(f"Not awaited: {name}/a."), before.count("Not awaited")) == (told, 0)


def test_a_job_that_changes_is_refused_and_one_that_is_a_hook_is_not(repository: Path) -> None:
    changed(repository, tag="2")
    status, out, _ = run(repository, "web")
    assert status == 1
    assert "WOULD FAIL" in out
    assert [one["object"] for one in plan(repository, "web")["refused"]] == ["Job/load"]


def test_what_is_not_rendered_any_more_stays_where_no_application_prunes(repository: Path) -> None:
    changed(repository, config="other")
    _, out, _ = run(repository, "web")
    assert pruned(plan(repository, "web")) == [("ConfigMap/settings", "stays")]
    assert "argocd app sync web --prune" in " ".join(out.split())


def test_an_application_that_prunes_is_planned_so(repository: Path) -> None:
    changed(repository, config="other")
    found = plan(repository, "--app", "web.yaml")
    assert pruned(found) == [("ConfigMap/settings", "pruned")]
    assert states(found)["ConfigMap/other"] == "new"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("web", "web.yaml"), "one application"),
        (("web", "--format", "html"), "first sync"),
        (("-",), "one application"),
    ],
)
def test_what_has_no_such_plan_is_refused_in_a_line(arguments: tuple[str, ...], words: str, repository: Path) -> None:
    status, out, error = run(repository, *arguments)
    assert (status, out) == (2, "")
    assert words in error


def test_a_deletion_is_told_with_what_stays_and_what_holds_it_up(repository: Path) -> None:
    hook = "metadata: {name: bye, annotations: {helm.sh/hook: post-delete}}\n"
    with (repository / "web/templates/all.yaml").open("a") as text:
        text.write(f"---\napiVersion: batch/v1\nkind: Job\n{hook}{_JOB}")
    status, out, _ = run(repository, "--app", "web.yaml", "--delete", "--format", "json", since=())
    found = json.loads(out)
    assert (status, found["verdict"], found["cascades"]) == (0, "can-finish", False)
    assert [(step["phase"], step["wave"], step["objects"]) for step in found["steps"]] == [
        (None, 0, ["ConfigMap/settings", "Job/load", "Job/migrate"]),
        ("PostDelete", None, ["Job/bye"]),
    ]
    assert [one["object"] for one in found["stays"]] == ["Job/bye", "Namespace/web"]

    templates = repository / "web/templates/all.yaml"
    templates.write_text(_needing(templates.read_text()))
    status, out, _ = run(repository, "web", "--delete", since=())
    assert status == 1
    assert "WOULD HANG" in out
    assert "it needs ConfigMap/settings, which is deleted before" in " ".join(out.split())
    status, brief, _ = run(repository, "web", "--delete", "-q", since=())
    assert (status, brief) == (1, out.partition("\n")[0] + "\n")
    assert run(repository, "web", "--delete", "-q", "--format", "json", since=())[0] == 2


def test_a_deletion_names_the_applications_whose_objects_stay(repository: Path) -> None:
    kind = "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
    finalizer = "resources-finalizer.argocd.argoproj.io"
    (repository / "apps").mkdir()
    for name, more in {"one": "", "two": "", "three": f", finalizers: [{finalizer}]"}.items():
        (repository / f"apps/{name}.yaml").write_text(f"{kind}metadata: {{name: {name}{more}}}\nspec: {{}}\n")
    (repository / "root.yaml").write_text(
        f"{kind}metadata: {{name: root, finalizers: [{finalizer}]}}\nspec:\n"
        "  source: {repoURL: https://git.example.com/a.git, path: apps}\n  destination: {namespace: argocd}\n"
    )
    told = " ".join(run(repository, "--app", "root.yaml", "--delete", since=())[1].split())
    assert f"What Application/{{one,two}} deploy stays in the cluster: no finalizer {finalizer} takes it down." in told
    found = json.loads(run(repository, "--app", "root.yaml", "--delete", "--format", "json", since=())[1])
    assert [one["object"] for one in found["leaving"]] == ["Application/one", "Application/two"]


def _needing(text: str) -> str:
    """Return the templates, with the last Job's container reading the ConfigMap."""
    kept, _, last = text.rpartition("{name: main, ")
    return f"{kept}{{name: main, envFrom: [{{configMapRef: {{name: settings}}}}], {last}"


def test_an_application_that_was_not_there_has_no_later_sync(repository: Path) -> None:
    (repository / "web").rename(repository / "renamed")
    status, _, error = run(repository, "renamed")
    assert status == 2
    assert "has no such application" in error


def test_an_application_that_moved_to_another_file_is_known_by_its_name(repository: Path) -> None:
    (repository / "web.yaml").rename(repository / "moved.yaml")
    found = plan(repository, "--app", "moved.yaml")
    assert states(found)["Job/load"] == "unchanged"

    text = (repository / "moved.yaml").read_text()
    (repository / "moved.yaml").write_text(text.replace("name: web", "name: new", 1))
    status, _, error = run(repository, "--app", "moved.yaml")
    assert status == 2
    assert "has no such application" in error


def test_what_no_manifests_come_of_has_no_plan(repository: Path) -> None:
    (repository / "web/swell.yaml").write_text("{apiVersion: swell/v1, rules: [{match: {name: misspelt}, wave: 1}]}")
    for arguments in (("web",), ("web", "--format", "json"), ("web", "-q")):
        status, out, told = run(repository, *arguments, since=())
        assert (status, out) == (2, "")
        assert told.startswith("swell: ")
        assert "rules[0]" in told


def test_an_application_of_argo_cds_own_helm_is_told_what_swell_would_do(repository: Path) -> None:
    (repository / "web/templates/wait.yaml").write_text(WAITS)
    (repository / "native.yaml").write_text(APPLICATION.replace("plugin: {name: swell}", "helm: {releaseName: web}"))
    status, out, _ = run(repository, "native.yaml", since=())
    assert status == 1
    assert "fix: let Swell order it (plugin name: swell), or" in " ".join(out.split())


@pytest.mark.parametrize("revision", ["", "^HEAD", "HEAD:web", "--upload-pack=x"])
def test_what_names_no_revision_is_refused(revision: str, repository: Path) -> None:
    status, out, err = run(repository, "web", since=(f"--from={revision}",))
    assert (status, out) == (2, "")
    assert err.startswith(f"swell: --from: there is no revision {revision}")


def test_an_error_about_the_revision_names_it(repository: Path) -> None:
    templates = repository / "web/templates/all.yaml"
    sound = templates.read_text()
    templates.write_text("{{ fail `no` }}")
    git(repository, "commit", "-qam", "two")
    templates.write_text(sound)
    status, out, err = run(repository, "web")
    assert (status, out) == (2, "")
    assert err.startswith("swell: HEAD (")
