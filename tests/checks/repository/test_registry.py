"""Each check of a repository: what it finds, and near misses, by the program itself on files of plain manifests."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from programs import SWELL, TOP

from cmp.checks.repository.registry import REPOSITORY_CHECKS

URL = "https://git.example.com/team/a.git"
MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}"
SCALER = (
    "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web},"
    " spec: {minReplicas: 1, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}"
)
DEPLOYMENT = (
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {%s selector: {matchLabels: {a: b}},"
    " template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}}"
)
SCALED = f"{SCALER}\n---\n{DEPLOYMENT % 'replicas: 2,'}"
HOOKS_OF = "{group: admissionregistration.k8s.io, kind: MutatingWebhookConfiguration"
INJECTED = (
    "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration,"
    " metadata: {name: %s, annotations: {cert-manager.io/inject-ca-from: a/b}},"
    " webhooks: [{name: a, clientConfig: {caBundle: Cg==}}, {name: b, clientConfig: {caBundle: Cg==}}]}"
)
HEALS = "automated: {selfHeal: true}"
PROJECT = (
    "{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: team}, spec: {sourceRepos: [%s],"
    " destinations: [%s]}}"
)
MINE = "{server: '*', namespace: team-*}"


def app(name: str, path: str, *, policy: str = "", more: str = "", **said: str) -> str:
    said = {"server": "https://kubernetes.default.svc", "namespace": "team-a", "project": "default", **said}
    revision = f", targetRevision: '{said['revision']}'" if "revision" in said else ""
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, namespace: argocd}}\nspec:\n"
        f"  project: {said['project']}\n  source: {{repoURL: {URL}, path: {path}{revision}}}\n"
        f"  destination: {{server: {said['server']}, namespace: {said['namespace']}}}\n"
        f"  syncPolicy: {{syncOptions: [CreateNamespace=true{said.get('options', '')}], {policy}}}\n{more}---\n"
    )


def ignoring(what: str) -> str:
    return f"  ignoreDifferences: [{what}]\n"


def generated(said: str) -> str:
    """Return an Application of a plugin with the annotation manifest-generate-paths."""
    return (
        app("a", "x/y")
        .replace("{name: a,", f"{{name: a, annotations: {{argocd.argoproj.io/manifest-generate-paths: '{said}'}},")
        .replace("path: x/y", "path: x/y, plugin: {name: other}")
    )


MISREAD = "generate-paths-misread warning Application/a"
MISREAD_PATHS = {
    0: (".", ".;/charts", "/charts;.", "/", "..;../../charts", "/x", "./*.yaml", " . ", "/charts;..;.", "../z;/x"),
    1: ("/charts", "../z", "/x/y/deeper", "/x/*.yaml", ".; /charts", "../z;/", ".;/charts/**", ".;../z;../.."),
    2: ("/charts/**",),
}
WEB = "{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}"
RESPECTS = ", RespectIgnoreDifferences=true"
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "two of one name": (
        {"apps.yaml": app("a", "x"), "other/apps.yaml": app("a", "z"), "x/a.yaml": MAP % "x", "z/a.yaml": MAP % "x"},
        ["application-named-twice error Application/a"],
    ),
    "one name on two clusters": (
        {
            "apps.yaml": app("a", "x") + app("a", "x", server="https://other.example.com"),
            "x/a.yaml": MAP % "x",
        },
        [],
    ),
    "one object of two": (
        {
            "apps.yaml": app("a", "x") + app("b", "z"),
            "x/a.yaml": f"{MAP % 'one'}\n---\n{MAP % 'two'}",
            "z/a.yaml": f"{MAP % 'two'}\n---\n{MAP % 'three'}",
        },
        ["object-of-two-applications error Application/b"],
    ),
    "one folder of two": (
        {"apps.yaml": app("a", "x") + app("b", "x"), "x/a.yaml": MAP % "one"},
        ["object-of-two-applications error Application/b"],
    ),
    "one name in two namespaces": (
        {"apps.yaml": app("a", "x") + app("b", "x", namespace="team-b"), "x/a.yaml": MAP % "one"},
        [],
    ),
    "one object on two clusters": (
        {"apps.yaml": app("a", "x") + app("b", "x", server="https://other.example.com"), "x/a.yaml": MAP % "one"},
        [],
    ),
    "an autoscaler against self-heal": (
        {"apps.yaml": app("a", "x", policy=HEALS), "x/a.yaml": SCALED},
        ["controller-fights-self-heal warning Application/a"],
    ),
    "an ignored difference that no sync respects": (
        {"apps.yaml": app("a", "x", policy=HEALS, more=ignoring(WEB)), "x/a.yaml": SCALED},
        ["controller-fights-self-heal warning Application/a"],
    ),
    "an ignored difference of another workload": (
        {
            "apps.yaml": app(
                "a",
                "x",
                policy=HEALS,
                options=RESPECTS,
                more=ignoring("{group: apps, kind: Deployment, name: api, jsonPointers: [/spec/replicas]}"),
            ),
            "x/a.yaml": SCALED,
        },
        ["controller-fights-self-heal warning Application/a"],
    ),
    "an ignored difference that syncs respect": (
        {"apps.yaml": app("a", "x", policy=HEALS, options=RESPECTS, more=ignoring(WEB)), "x/a.yaml": SCALED},
        [],
    ),
    "an ignored difference as jq": (
        {
            "apps.yaml": app(
                "a",
                "x",
                policy=HEALS,
                options=RESPECTS,
                more=ignoring("{group: '*', kind: '*', jqPathExpressions: [.spec.replicas]}"),
            ),
            "x/a.yaml": SCALED,
        },
        [],
    ),
    "an autoscaler without self-heal": (
        {"apps.yaml": app("a", "x", policy="automated: {}"), "x/a.yaml": SCALED},
        [],
    ),
    "an autoscaler of a workload without replicas": (
        {"apps.yaml": app("a", "x", policy=HEALS), "x/a.yaml": f"{SCALER}\n---\n{DEPLOYMENT % ''}"},
        [],
    ),
    "bundles that are ignored, as jq, by who writes them, and one of two": (
        {
            "apps.yaml": "".join(
                app(name, name, policy=HEALS, options=RESPECTS, more=ignoring(f"{HOOKS_OF}, {how}}}"))
                for name, how in (
                    ("a", "jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle']"),
                    ("b", "managedFieldsManagers: [cainjector]"),
                    ("c", "jsonPointers: [/webhooks/0/clientConfig/caBundle]"),
                    ("d", "jsonPointers: [/webhooks]"),
                )
            ),
            **{f"{name}/a.yaml": INJECTED % name for name in "abcd"},
        },
        ["controller-fights-self-heal warning Application/c"],
    ),
    "a pointer without its slash": (
        {
            "apps.yaml": app("a", "x", more=ignoring("{kind: Secret, jsonPointers: [data.key, /data/other]}")),
            "x/a.yaml": MAP % "x",
        },
        ["ignored-difference-never-matches warning Application/a"],
    ),
    "jq that does not end": (
        {
            "apps.yaml": app(
                "a",
                "x",
                more=ignoring(
                    "{kind: Secret, jqPathExpressions: ['.a[] | select(.b == \"]\"', '.a[\"x', '.a)', '.a[\"(\"]', '']}"
                ),
            ),
            "x/a.yaml": MAP % "x",
        },
        ["ignored-difference-never-matches warning Application/a"] * 4,
    ),
    "jq that is no path, and some that is": (
        {
            "apps.yaml": app(
                "a",
                "x",
                more=ignoring(
                    "{kind: Secret, jqPathExpressions: [/data/a, data.a, metadata, recurse, 'if .a then .b end',"
                    " '(.a, .b)', 'select(.a).b', ' .a', '..']}"
                ),
            ),
            "x/a.yaml": MAP % "x",
        },
        ["ignored-difference-never-matches warning Application/a"] * 3,
    ),
    "options that Argo CD does not know of an Application, and some that it does": (
        {
            "apps.yaml": app(
                "a",
                "x",
                options=", respectIgnoreDifferences=true, Force=true, PruneLast=yes, Prune=confirm, Delete=false",
            ),
            "x/a.yaml": MAP % "x",
        },
        ["unknown-sync-option warning Application/a"] * 3,
    ),
    **{
        f"paths that make Argo CD render: {said}": (
            {"apps.yaml": generated(said), "x/y/a.yaml": MAP % "x"},
            [MISREAD] * number,
        )
        for number, every in MISREAD_PATHS.items()
        for said in every
    },
    "no validation": (
        {"apps.yaml": app("a", "x", options=", Validate=false"), "x/a.yaml": MAP % "x"},
        ["sync-without-validation info Application/a"],
    ),
    "validation": (
        {"apps.yaml": app("a", "x", options=", Validate=true"), "x/a.yaml": MAP % "x"},
        [],
    ),
    "a source and a destination outside the project": (
        {
            "apps.yaml": app("a", "x", project="team", namespace="other"),
            "project.yaml": PROJECT % ("https://git.example.com/other/*", MINE),
            "x/a.yaml": MAP % "x",
        },
        ["outside-its-project error Application/a"] * 2,
    ),
    "a destination that the project denies": (
        {
            "apps.yaml": app("a", "x", project="team"),
            "project.yaml": PROJECT % ("'*'", f"{MINE}, {{server: '*', namespace: '!team-a'}}"),
            "x/a.yaml": MAP % "x",
        },
        ["outside-its-project error Application/a"],
    ),
    "within the project": (
        {
            "apps.yaml": app("a", "x", project="team"),
            "project.yaml": PROJECT % ("https://git.example.com/team/*", MINE),
            "x/a.yaml": MAP % "x",
        },
        [],
    ),
    "revisions that are none, of two Applications and of one": (
        {
            "apps.yaml": app("a", "x", revision="mian") + app("b", "x", namespace="b", revision="mian"),
            "c.yaml": app("c", "x", namespace="c", revision="2.*"),
            "x/a.yaml": MAP % "x",
        },
        [
            "revision-not-there warning Application/a",
            "revision-not-there warning Application/c",
            "floating-revision info Application/c",
        ],
    ),
    "revisions that are some": (
        {
            "apps.yaml": app("a", "x", revision="main") + app("b", "x", namespace="b", revision="HEAD"),
            "x/a.yaml": MAP % "x",
        },
        [],
    ),
    "a tag that is not checked out": (
        {"apps.yaml": app("a", "x", revision="1.0.*"), "x/a.yaml": MAP % "x"},
        ["revision-not-checked-out info Application/a", "floating-revision info Application/a"],
    ),
    "a severity, a check that is off and a waiver, of the swell.yaml above": (
        {
            "swell.yaml": (
                "apiVersion: swell/v1\nchecks: {sync-without-validation: error, file-of-no-application: off}\n"
                "waivers:\n"
                "- {check: object-of-two-applications, match: {kind: Application, name: b}, reason: known}\n"
                "- {check: revision-not-there, match: {labels: {team: x}}, reason: known}\n"
            ),
            "apps/a.yaml": app("a", "x", options=", Validate=false") + app("b", "x"),
            "apps/c.yaml": app("c", "z", revision="mian").replace("{name: c,", "{name: c, labels: {team: x},"),
            "z/swell.yaml": "apiVersion: swell/v1\nchecks: {sync-without-validation: off}",
            "z/a.yaml": MAP % "z",
            "x/a.yaml": MAP % "x",
            "lost.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}",
        },
        ["sync-without-validation error Application/a"],
    ),
    "a waiver of another, and the nearer swell.yaml": (
        {
            "swell.yaml": "apiVersion: swell/v1\nchecks: {sync-without-validation: off}",
            "apps/swell.yaml": (
                "apiVersion: swell/v1\nwaivers:\n- {check: sync-without-validation, match: {name: b}, reason: known}\n"
            ),
            "apps/a.yaml": app("a", "x", options=", Validate=false"),
            "x/a.yaml": MAP % "x",
        },
        ["unused-waiver warning None", "sync-without-validation info Application/a"],
    ),
    "a waiver that waives nothing, once for all that it is for": (
        {
            "swell.yaml": (
                "apiVersion: swell/v1\nwaivers:\n"
                "- {check: sync-without-validation, match: {name: b}, reason: known}\n"
                "- {check: revision-not-there, match: {kind: Application}, reason: known}\n"
            ),
            "apps/a.yaml": app("a", "x") + app("b", "v", options=", Validate=false"),
            "more/c.yaml": app("c", "z"),
            "more/below/swell.yaml": "apiVersion: swell/v1\nchecks: {unused-waiver: off}\nextends: /swell.yaml\n",
            "more/below/d.yaml": app("d", "w"),
            "x/a.yaml": MAP % "x",
            "v/a.yaml": MAP % "v",
            "z/a.yaml": MAP % "z",
            "w/a.yaml": MAP % "w",
        },
        ["unused-waiver warning None"],
    ),
    "a waiver that may be used where an Application has no answer": (
        {
            "swell.yaml": (
                "apiVersion: swell/v1\nwaivers:\n"
                "- {check: object-of-two-applications, match: {name: b}, reason: known}\n"
            ),
            "apps/a.yaml": app("a", "x") + app("b", "gone"),
            "x/a.yaml": MAP % "x",
        },
        [],
    ),
    "files that no Application reaches": (
        {
            "apps.yaml": app("a", "x"),
            "x/a.yaml": MAP % "x",
            "x/below/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}",
            "x/below/c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}",
            "stage-values.yaml": "a: 1",
            "charts/old/Chart.yaml": "{apiVersion: v2, name: old, version: 1.0.0}",
            "charts/old/templates/a.yaml": MAP % "old",
            "notes.yaml": "kind: of note",
            "my-values.yaml": app("values", "x", namespace="values"),
            "swell.yaml": "apiVersion: swell/v1",
            ".github/a.yaml": "apiVersion: v1\nkind: ConfigMap",
            "kustom/kustomization.yaml": "resources: [b.yaml]",
            "kustom/b.yaml": "apiVersion: v1\nkind: ConfigMap",
            "y/a/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}",
            "y/b/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}",
        },
        ["file-of-no-application warning None"] * 4,
    ),
    "files that an Application without an answer can't reach, and others that it may": (
        {
            "apps.yaml": app("a", "x") + app("b", "gone") + app("c", "broken"),
            "x/a.yaml": MAP % "x",
            "broken/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}",
            "broken/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}",
            "lost/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}",
        },
        ["file-of-no-application warning None"],
    ),
    "files of Applications of which a plugin's has no answer": (
        {
            "apps.yaml": app("a", "x") + app("b", "z").replace("path: z", "path: z, plugin: {name: other}"),
            "x/a.yaml": MAP % "x",
            "z/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: z}",
            "lost/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}",
        },
        [],
    ),
    "a project that is not here": ({"apps.yaml": app("a", "x", project="gone"), "x/a.yaml": MAP % "x"}, []),
}


def as_fetched(top: Path) -> None:
    """Make a folder a checkout of main, with all that its server has: v1.0.0, and main behind it."""
    own = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for words in (
        ("init", "-q", "-b", "main"),
        ("remote", "add", "origin", URL),
        ("commit", "-q", "--allow-empty", "-m", "old"),
        ("tag", "v1.0.0"),
        ("add", "."),
        ("commit", "-q", "-m", "new"),
        ("update-ref", "refs/remotes/origin/main", "HEAD"),
    ):
        subprocess.run(["git", "-C", top, *own, *words], check=True)


def together(top: Path, *options: str, path: str = ".") -> list[dict[str, Any]]:
    env = {"PATH": os.environ["PATH"], "HOME": str(top / "home")}
    argv = [str(SWELL), "check", path, "--format", "json", *options]
    told = subprocess.run(argv, cwd=top, env=env, capture_output=True, text=True, check=False)
    assert told.stderr == ""
    found: list[dict[str, Any]] = json.loads(told.stdout)["together"]
    return found


def test_a_waiver_is_told_where_all_that_it_is_for_is_checked(tmp_path: Path) -> None:
    files, _ = CASES["a waiver that waives nothing, once for all that it is for"]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    as_fetched(tmp_path)
    (found,) = together(tmp_path)
    assert found["message"].startswith("swell.yaml:4: waivers[1] waives nothing: revision-not-there of ")
    assert (found["file"], found["line"]) == ("swell.yaml", 4)
    assert together(tmp_path, path="apps") == []


@pytest.mark.parametrize("claim", CASES)
def test_a_repository_has_these_findings_and_no_others(claim: str, tmp_path: Path) -> None:
    files, expected = CASES[claim]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    as_fetched(tmp_path)

    found = together(tmp_path)
    assert [f"{one['check']} {one['severity']} {one['object']}" for one in found] == expected
    assert all(one["fix"] and one["file"] and (one["line"] or not one["object"]) for one in found)


@pytest.mark.parametrize("name", [check.name for check in REPOSITORY_CHECKS])
def test_every_check_finds_something_in_a_case_and_is_documented(name: str) -> None:
    assert any(one.startswith(f"{name} ") for _, expected in CASES.values() for one in expected)
    assert f"\n| [{name}](#{name}) | " in (TOP / "docs/checks.md").read_text()


def test_a_policy_counts_for_all_applications_or_for_those_of_a_project(tmp_path: Path) -> None:
    files = {
        "apps.yaml": app("a", "x", options=", Validate=false")
        + app("b", "x", namespace="b", options=", Validate=false", project="team"),
        "x/a.yaml": MAP % "x",
        "policy.yaml": (
            "apiVersion: swell/v1\nchecks: {sync-without-validation: error}\n"
            "projects:\n- {match: team, checks: {sync-without-validation: off}}\n"
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    as_fetched(tmp_path)
    told = together(tmp_path, "--policy", "policy.yaml")
    assert [f"{one['check']} {one['severity']} {one['object']}" for one in told] == [
        "sync-without-validation error Application/a"
    ]


def test_a_misspelt_check_is_refused_and_one_of_several_applications_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MAP % "a")
    for name, status in (("sync-without-validation", 0), ("sync-without-validatoin", 2)):
        (tmp_path / "swell.yaml").write_text(f"apiVersion: swell/v1\nchecks: {{{name}: off}}\nmanifests: [a.yaml]")
        told = subprocess.run([SWELL, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert told.returncode == status
        assert ("did you mean sync-without-validation?" in " ".join(told.stderr.split())) is (status == 2)


def test_files_that_no_application_reaches_are_told_by_the_highest_folder_that_none_does(tmp_path: Path) -> None:
    lost = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lost}"
    names = ["x/a.yaml", *(f"y/{number}/a.yaml" for number in range(5)), "x/below/a.yaml"]
    for name, text in {"apps.yaml": app("a", "x"), **dict.fromkeys(names, lost)}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    as_fetched(tmp_path)
    assert [one["message"] for one in together(tmp_path)] == [
        "no Application reaches a.yaml in x/below",
        "no Application reaches 0/a.yaml, 1/a.yaml, 2/a.yaml and 2 more files in y",
    ]
