"""Whole repositories: what commands print of several applications, and of those that Argo CD renders by itself."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from programs import SWELL, helm
from servers import files, serving

ORIGIN = "https://git.example.com/a.git"
CHART = {
    "Chart.yaml": "{apiVersion: v2, name: web, version: 1.0.0}",
    "values.yaml": "a: chart\nb: chart\n",
    "templates/all.yaml": """
apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ .Release.Name }}', annotations: {a: '{{ .Values.a }}', b: '{{ .Values.b }}'}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: post, annotations: {helm.sh/hook: post-install}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers: [{name: wait, image: kubectl, command: [kubectl, wait, --for=condition=complete, job/post]}]
      containers: [{name: web, image: web}]
""",
}


def application(name: str, source: str) -> str:
    return (
        f"---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}}}\nspec:\n  {source}\n"
        "  destination: {namespace: shop}\n"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "a"
    for name, text in CHART.items():
        (top / "charts/web" / name).parent.mkdir(parents=True, exist_ok=True)
        (top / "charts/web" / name).write_text(text)
    (top / "values").mkdir()
    (top / "values/prod.yaml").write_text("b: prod\n")
    # what Swell would read, and Argo CD's own Helm does not
    (top / "swell.yaml").write_text("{apiVersion: swell/v1, values: {a: swell}}\n")
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    subprocess.run(["git", "-C", str(top), "remote", "add", "origin", ORIGIN], check=True)
    return top


def run(top: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(top.parent / "home"), **more}
    return subprocess.run([str(SWELL), *arguments], cwd=top, env=env, capture_output=True, text=True, check=False)


def verdicts(top: Path, *arguments: str, **more: str) -> dict[str, Any]:
    told = run(top, "plan", ".", "--format", "json", *arguments, **more)
    assert told.stderr == ""
    found = json.loads(told.stdout)["applications"]
    return {one["application"]: one["plan"]["verdict"] if one["plan"] else one["error"]["message"] for one in found}


def test_native_applications_are_planned_as_they_stand_and_as_swell_would_have_them(repository: Path) -> None:
    direct = f"source: {{repoURL: {ORIGIN}, path: charts/web, helm: {{valueFiles: [/values/prod.yaml]}}}}"
    bare = f"source: {{repoURL: {ORIGIN}, path: charts/web}}"
    refs = (
        f"sources: [{{repoURL: {ORIGIN}, path: charts/web, helm: {{valueFiles: [$v/values/prod.yaml]}}}},"
        f" {{repoURL: {ORIGIN}, ref: v}}]"
    )
    (repository / "apps.yaml").write_text(
        application("direct", direct) + application("bare", bare) + application("refs", refs)
    )

    assert verdicts(repository) == dict.fromkeys(("direct", "bare", "refs"), "would-hang")
    assert verdicts(repository, "--as-swell") == dict.fromkeys(("direct", "bare", "refs"), "can-finish")
    seen = run(repository, "values", "apps.yaml").stdout
    assert [line for line in seen.splitlines() if line[:1] in "#ab"] == [
        *("# direct (apps.yaml)", "a: chart", "b: prod"),
        *("# bare (apps.yaml)", "a: chart", "b: chart"),
        *("# refs (apps.yaml)", "a: chart", "b: prod"),
    ]


def test_a_single_native_application_has_a_whole_plan_and_is_not_generated(repository: Path) -> None:
    (repository / "web.yaml").write_text(
        application("web", f"source: {{repoURL: {ORIGIN}, path: charts/web, helm: {{}}}}")
    )

    told = run(repository, "plan", "--app", "web.yaml")
    assert (told.returncode, "WOULD HANG" in told.stdout, "wave  object" in told.stdout) == (1, True, True)
    by_hand = " ".join(run(repository, "check", "--app", "web.yaml").stdout.split())
    assert (
        "in the chart (`argocd.argoproj.io/hook: Sync`, `argocd.argoproj.io/sync-wave`), or with rules after" in by_hand
    )
    refused = run(repository, "generate", "--app", "web.yaml")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Argo CD's own Helm renders it, and not Swell" in refused.stderr
    assert "helm.sh/hook" not in run(repository, "generate", "--app", "web.yaml", "--as-swell").stdout


def test_a_chart_of_a_chart_repository_has_values_of_this_one(repository: Path, tmp_path: Path) -> None:
    charts = tmp_path / "charts"
    charts.mkdir()
    subprocess.run([helm(), "package", repository / "charts/web", "-d", charts], check=True, capture_output=True)
    with serving(files(charts)) as site:
        subprocess.run([helm(), "repo", "index", charts], check=True)
        source = (
            f"sources: [{{repoURL: {site.url}, chart: web, targetRevision: 1.0.0, helm: {{valueFiles:"
            f" [$v/values/prod.yaml]}}}}, {{repoURL: {ORIGIN}, ref: v}}]"
        )
        alone = f"source: {{repoURL: {site.url}, chart: web, targetRevision: 1.0.0}}"
        (repository / "apps.yaml").write_text(application("web", source) + application("alone", alone))
        more = {"SWELL_LOCAL_SOURCES": "true"}

        assert verdicts(repository, **more) == {"web": "would-hang", "alone": "would-hang"}
        seen = run(repository, "values", "apps.yaml", **more)
        assert [line for line in seen.stdout.splitlines() if line[:1] in "ab"] == [
            *("a: chart", "b: prod"),
            *("a: chart", "b: chart"),
        ]


def test_plain_manifests_have_no_values_and_fail_nothing(repository: Path) -> None:
    (repository / "root").mkdir()
    web = application("web", f"source: {{repoURL: {ORIGIN}, path: charts/web}}")
    (repository / "root/web.yaml").write_text(web)
    (repository / "root.yaml").write_text(application("root", f"source: {{repoURL: {ORIGIN}, path: root}}"))

    told = run(repository, "values", "root.yaml")
    assert (told.returncode, told.stderr) == (0, "swell: note: 1 Application of plain manifests has no values: root\n")
    assert told.stdout == "---\n# web (root/web.yaml)\na: chart\nb: chart\n"
    found = json.loads(run(repository, "values", "root.yaml", "--format", "json").stdout)["applications"]
    assert [(one["application"], one["values"]) for one in found] == [
        ("root", None),
        ("web", {"a": "chart", "b": "chart"}),
    ]

    alone = run(repository, "values", "--app", "root.yaml")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "root.yaml: it deploys plain manifests, which have no values.\n" in alone.stderr
    assert "deploys: swell values root.yaml\n" in alone.stderr
    (repository / "root/web.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")
    assert "fix: name an Application whose source is a chart\n" in run(repository, "values", "root.yaml").stderr


def test_plain_manifests_are_answered_for_as_they_are_and_kustomize_is_told(repository: Path) -> None:
    (repository / "plain/below").mkdir(parents=True)
    for name in ("a.yaml", "below/b.yaml"):
        text = f"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {Path(name).stem}}}}}"
        (repository / "plain" / name).write_text(text)
    (repository / "kustom").mkdir()
    (repository / "kustom/kustomization.yaml").write_text("resources: []")
    sources = {
        "top": "path: plain",
        "whole": "path: plain, directory: {recurse: true}",
        "some": "path: plain, directory: {recurse: true, exclude: '{a,c}.*'}",
        "jsonnet": "path: plain, directory: {jsonnet: {libs: [a]}}",
        "kustom": "path: kustom",
    }
    (repository / "apps.yaml").write_text(
        "".join(application(name, f"source: {{repoURL: {ORIGIN}, {said}}}") for name, said in sources.items())
    )

    told = json.loads(run(repository, "check", "apps.yaml", "--format", "json").stdout)["applications"]
    assert [(one["application"], one["objects"]) for one in told if not one["error"]] == [
        ("top", 1),
        ("whole", 2),
        ("some", 1),
    ]
    assert [one["application"] for one in told if one["error"]] == ["jsonnet", "kustom"]


ODD = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: nothing}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: nulls}
spec: {source: null, destination: null, syncPolicy: 3, ignoreDifferences: [3, {jsonPointers: null}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: numbers}
spec: {sources: [], project: 7, syncPolicy: {syncOptions: 4, automated: 1}, ignoreDifferences: {a: 1}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: climbs}
spec: {source: {path: ../outside}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: absolute}
spec: {source: {path: /etc}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: types}
spec: {source: {path: x, helm: [1], directory: 3}}
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: "7"}
spec: {sourceRepos: 3, destinations: {a: 1}}
"""


def test_fields_of_any_type_and_folders_elsewhere_are_each_one_line_without_an_answer(repository: Path) -> None:
    (repository.parent / "outside").mkdir()
    (repository.parent / "outside/secret.yaml").write_text("{apiVersion: v1, kind: Secret, metadata: {name: out}}")
    (repository / "apps.yaml").write_text(ODD)
    (repository / "broken.yaml").symlink_to("nowhere")
    (repository / "bytes.yaml").write_bytes(b"kind: Application argoproj.io \xff")

    told = run(repository, "check", ".", "--format", "json")
    assert (told.returncode, told.stderr) == (2, "")
    found = json.loads(told.stdout)["applications"]
    assert [one["application"] for one in found if one["error"]] == [
        *("nothing", "nulls", "numbers", "climbs", "absolute", "types"),
    ]
    assert "is not in its repository" in found[3]["error"]["message"]


def test_of_two_without_an_answer_none_hides_the_others(repository: Path) -> None:
    broken = "source: {repoURL: x, path: gone, plugin: {name: swell}}"
    fine = f"source: {{repoURL: {ORIGIN}, path: charts/web, plugin: {{name: swell}}}}"
    (repository / "apps.yaml").write_text(
        application("one", broken) + application("web", fine) + application("two", broken)
    )

    told = run(repository, "generate", "apps.yaml", "-o", "out")
    assert told.returncode == 2
    assert told.stderr.count("apps/") + told.stderr.count("folder gone is not here") == 2
    assert "swell: web: 3 objects" in told.stderr
    assert [path.name for path in (repository / "out").iterdir()] == ["web"]


def test_several_are_written_through_no_link_that_is_named(repository: Path) -> None:
    fine = f"source: {{repoURL: {ORIGIN}, path: charts/web, plugin: {{name: swell}}}}"
    (repository / "apps.yaml").write_text(application("web", fine) + application("api", fine))
    (repository / "beside").mkdir()
    (repository / "out").symlink_to("beside")

    told = run(repository, "generate", "apps.yaml", "-o", "out")
    assert told.returncode == 2
    assert "out is a link, and nothing is written through one" in told.stderr
    assert not list((repository / "beside").iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "-", "charts/web"), "stands alone"),
        (("values", "-"), "a rendered stream, which says nothing here"),
        (("plan", "apps.yaml", "--name", "web"), "--name names one application"),
        (("plan", "apps.yaml", "--format", "html"), "html shows one application"),
        (("check", "--app", "apps.yaml", "a", "b"), "2 checkouts are named"),
        (("check", "apps.yaml", "--twice", "-e", "none"), "no Application here is of the environment none"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(repository: Path, arguments: tuple[str, ...], said: str) -> None:
    prod = "plugin: {name: swell, parameters: [{name: environment, string: prod}]}"
    (repository / "apps.yaml").write_text(
        "".join(application(name, f"source: {{repoURL: a, path: charts/web, {prod}}}") for name in ("a", "b"))
    )

    told = run(repository, *arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert said in told.stderr


def test_what_a_baseline_accepts_is_told_as_a_number_alone(repository: Path) -> None:
    source = f"source: {{repoURL: {ORIGIN}, path: charts/web, helm: {{}}}}"
    (repository / "web.yaml").write_text(application("web", source) + application("api", source))

    assert run(repository, "check", "web.yaml", "--baseline", "base.json").returncode == 2
    first = run(repository, "check", "web.yaml", "--baseline", "base.json", "--accept")
    again = run(repository, "check", "web.yaml", "--baseline", "base.json", "--format", "github")
    assert (first.returncode, again.returncode) == (0, 0)
    assert [line.partition(" Argo CD ")[0] for line in again.stdout.splitlines()] == ["Judged by"]
    assert again.stderr.startswith("swell: ")
    assert again.stderr.endswith(" findings accepted by base.json\n")
    assert run(repository, "check", "web.yaml", "--accept").returncode == 2


def test_no_link_of_the_repository_leads_a_baseline_out_of_it(repository: Path) -> None:
    source = f"source: {{repoURL: {ORIGIN}, path: charts/web, helm: {{}}}}"
    (repository / "web.yaml").write_text(application("web", source))
    (outside := repository.parent / "outside").mkdir()
    (repository / "link").symlink_to(outside)
    (repository / "base.json").symlink_to(outside / "base.json")
    for name in ("base.json", "link/base.json"):
        done = run(repository, "check", "web.yaml", "--baseline", name, "--accept")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("swell: ")
    assert not list(outside.iterdir())


KUSTOMIZATION, JSONNET = "source: {path: kust}", "source: {path: raw, directory: {jsonnet: {tlas: [{name: a}]}}}"
AVP, SETTING = "source: {path: charts/web, plugin: {name: avp}}", "source: {path: kust, kustomize: {namePrefix: a-}}"


@pytest.mark.parametrize("source", [KUSTOMIZATION, JSONNET, AVP, SETTING])
@pytest.mark.parametrize("command", [("plan",), ("check",), ("plan", "--format", "html", "-o", "out"), ("values",)])
def test_what_another_tool_renders_is_left_to_argo_cd(repository: Path, command: tuple[str, ...], source: str) -> None:
    (repository / "kust").mkdir()
    (repository / "kust/kustomization.yaml").write_text("resources: []\n")
    (repository / "raw").mkdir()
    (repository / "values.yaml").write_text("a: 1\n")
    own = application("own", "source: {path: charts/web, plugin: {name: swell}}")
    (repository / "all.yaml").write_text(own + application("other", source))
    done = run(repository, command[0], "all.yaml", *command[1:])
    assert done.returncode == 0, done
    (repository / "other.yaml").write_text(application("other", source))
    alone = run(repository, command[0], "--app", "other.yaml")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "renders it, and not Swell" in alone.stderr
    assert "plugin:" not in alone.stderr
    told = done.stdout + done.stderr + "".join(one.read_text() for one in (repository / "out").rglob("index.html"))
    assert ("renders it, and not Swell" if command[0] == "values" else "LEFT TO ARGO CD") in told


def test_a_misspelt_plugin_is_no_other_tool(repository: Path) -> None:
    (repository / "all.yaml").write_text(
        application("own", "source: {path: charts/web, plugin: {name: swell}}")
        + application("sewll", "source: {path: charts/web, plugin: {name: sewll}}")
    )
    done = run(repository, "plan", "all.yaml")
    assert done.returncode == 2
    assert "say `plugin: {name: swell}`" in done.stdout


@pytest.mark.parametrize(("form", "word"), [("sarif", '"results": []'), ("junit", "<skipped "), ("github", "")])
def test_programs_find_no_failure_in_what_is_left(repository: Path, form: str, word: str) -> None:
    (repository / "all.yaml").write_text(application("a", SETTING) + application("b", SETTING))
    done = run(repository, "check", "all.yaml", "--format", form)
    assert done.returncode == 0
    assert word in done.stdout
    assert "error" not in done.stdout.replace('errors="0"', "").partition('"results"')[2]


def named(environment: str) -> str:
    return f"plugin: {{name: swell, parameters: [{{name: environment, string: {environment}}}]}}"


NO_ENVIRONMENT = ["plugin: {name: swell}", "helm: {valueFiles: [../../values/prod.yaml]}", "helm: {}"]


@pytest.mark.parametrize("command", ["plan", "check", "values"])
def test_an_environment_picks_those_that_name_it_and_counts_the_others(repository: Path, command: str) -> None:
    (repository / "charts/web/stage-values.yaml").write_text("b: stage\n")
    sources = {"ours": named("stage"), "theirs": named("prod"), "bare": NO_ENVIRONMENT[0], "native": NO_ENVIRONMENT[1]}
    (repository / "all.yaml").write_text(
        "".join(application(name, f"source: {{path: charts/web, {more}}}") for name, more in sources.items())
        + application("avp", AVP)
    )
    done = run(repository, command, "all.yaml", "-e", "stage")
    assert done.returncode != 2
    assert "ours" in done.stdout
    assert not any(name in done.stdout for name in ("theirs", "bare", "native", "avp"))
    told = "swell: note: -e stage leaves out 4 Applications: 1 of prod, 3 without an environment\n"
    assert done.stderr.startswith(told)
    nowhere = run(repository, command, "all.yaml", "-e", "staging")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "here: 1 of stage, 1 of prod, 3 without an environment" in nowhere.stderr


@pytest.mark.parametrize("more", NO_ENVIRONMENT)
@pytest.mark.parametrize("command", ["plan", "check", "values", "diff"])
def test_an_environment_is_not_laid_over_an_application_without_one(repository: Path, command: str, more: str) -> None:
    (repository / "charts/web/stage-values.yaml").write_text("b: stage\n")
    (repository / "web.yaml").write_text(application("web", f"source: {{path: charts/web, {more}}}"))
    options = ["-e", "stage"] + ["-e", "prod"] * (command == "diff")
    done = run(repository, command, "--app", "web.yaml", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("swell: web.yaml: the Application names no environment, so that Argo CD renders it")


def test_an_environment_may_be_tried_on_an_application_that_names_another(repository: Path) -> None:
    (repository / "charts/web/stage-values.yaml").write_text("b: stage\n")
    (repository / "web.yaml").write_text(application("web", f"source: {{path: charts/web, {named('prod')}}}"))
    done = run(repository, "values", "--app", "web.yaml", "-e", "stage")
    assert (done.returncode, "b: stage" in done.stdout) == (0, True)


@pytest.mark.parametrize(("field", "line"), [("\tpath: charts/web", 6), ("a: [1", 7), ('a: "\\q"', 6)])
@pytest.mark.parametrize(
    "command", [("plan", "--app"), ("plan",), ("convert",), ("values", "--app"), ("init", "--app")]
)
def test_what_is_no_yaml_in_an_application_names_file_and_line(
    repository: Path, command: tuple[str, ...], field: str, line: int
) -> None:
    text = application("web", f"source:\n    {field}").removeprefix("---\n")
    (repository / "web.yaml").write_text(text)
    done = run(repository, *command, "web.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"swell: web.yaml:{line}: "), done.stderr
