"""What a first user gets wrong is told with what to do, in Swell's own form."""

import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

_CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
_TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: %s}\n"


def told(folder: Path, *arguments: str, template: str = "{{ .Values.a }}", **files: str) -> list[str]:
    """Return the lines of the error of a command in a chart's folder."""
    (folder / "templates").mkdir()
    (folder / "templates/config.yaml").write_text(_TEMPLATE % template)
    for name, text in {"Chart.yaml": _CHART, "values.yaml": "a: 1\n", **files}.items():
        (folder / name).write_text(text)
        if not text:
            (folder / name).unlink()
    env = {"PATH": os.defpath, "HOME": str(folder), "SWELL_HELM": str(helm())}
    run = subprocess.run([SWELL, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    lines = run.stderr.splitlines()
    assert lines[0].startswith("swell: ")
    assert lines[-1].startswith("  fix: ")
    return lines


@pytest.mark.parametrize(
    ("arguments", "what", "fix"),
    [
        (("plan", ".", "--set-string", "a=1"), "there is no option --set-string", "quotes make it a text"),
        (("plan", ".", "--set-json", "a={}"), "there is no option --set-json", "give that file: -f FILE"),
        (("plan", ".", "--debug"), "there is no option --debug", "SWELL_DEBUG=true"),
        (("render", "."), "there is no command render", "swell generate --help"),
        (("lint",), "there is no command lint", "swell check --help"),
    ],
)
def test_a_word_of_another_tool_is_told_with_the_one_here(
    arguments: tuple[str, ...], what: str, fix: str, tmp_path: Path
) -> None:
    lines = told(tmp_path, *arguments)
    assert what in lines[0]
    assert fix in lines[-1]


def test_a_file_behind_f_that_is_missing_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "prod-values.yaml").write_text("")
    first, here, _ = told(tmp_path, "plan", ".", "-f", "prd-values.yaml")
    assert first == "swell: -f: the values file prd-values.yaml does not exist."
    assert here.endswith("nearest there: prod-values.yaml, values.yaml")


@pytest.mark.parametrize(
    ("name", "fix"), [("Chart.yml", "rename it to Chart.yaml"), ("kustomization.yaml", "without a plugin")]
)
def test_what_lies_in_the_place_of_a_chart_is_told(name: str, fix: str, tmp_path: Path) -> None:
    lines = told(tmp_path, "plan", ".", **{"Chart.yaml": "", name: _CHART})
    assert lines[1].startswith(f"  here: there is {name}, which ")
    assert fix in lines[-1]


@pytest.mark.parametrize(
    ("chart", "fix"),
    [
        ("name web\n", "correct Chart.yaml: "),
        ("apiVersion: v2\nname: web\n", "correct that key of Chart.yaml"),
        ("apiVersion: v2\nname: web\nversion: one\n", "correct that key of Chart.yaml"),
    ],
)
def test_a_chart_that_helm_refuses_is_told_by_its_file(chart: str, fix: str, tmp_path: Path) -> None:
    assert fix in told(tmp_path, "plan", ".", **{"Chart.yaml": chart})[-1]


def test_a_chart_of_charts_that_helm_refuses_is_named_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "charts/db").mkdir(parents=True)
    (tmp_path / "charts/db/Chart.yaml").write_text("apiVersion: v2\nname: db\nversion: latest\n")
    first, fix = told(tmp_path, "plan", ".")
    refused = 'error unpacking subchart db in web: validation: chart.metadata.version "latest" is invalid'
    assert first == f"swell: helm: {refused}."
    assert "correct that key of Chart.yaml" in fix


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("name: other\nversion: 1.0.0\n", "is other 1.0.0"),
        ("\tname: db\n", "has no Chart.yaml with a name"),
        ("version: 1.0.0\n", "has no Chart.yaml with a name"),
    ],
)
def test_a_chart_of_charts_that_does_not_serve_is_told_beside_the_dependency(
    said: str, what: str, tmp_path: Path
) -> None:
    (tmp_path / "charts/db").mkdir(parents=True)
    (tmp_path / "charts/db/Chart.yaml").write_text(said)
    needs = "dependencies: [{name: db, version: ^1}]\n"
    lines = told(tmp_path, "plan", ".", **{"Chart.yaml": _CHART + needs})
    assert lines[0] == "swell: Chart.yaml: the dependency db has no repository, and is not in charts/."
    assert lines[1:-1] == [f"  here: charts/db {what}"]


@pytest.mark.parametrize(
    ("arguments", "template", "fix"),
    [
        (("--set", "a"), "1", "write it as KEY=VALUE"),
        (("--set", "a[x]=1"), "1", "write it as KEY=VALUE"),
        (("--set", "a=1,a.b=2"), "1", "below a text, a number or null nothing is set"),
        (("--kube-version", "new"), "1", "write it as 1.34.2"),
        ((), "{{ .Values.b.c }}", "set what stands before the last dot"),
        ((), '{{ include "none" . }}', "take in the chart that defines it"),
        ((), "{{ none .Values.a }}", "take the Helm that has it"),
        ((), "{{ .Values.a", "correct the template on that line"),
        ((), "'{{ printf \"it's\" }}'", "often for want of `nindent`"),
        ((), '{{ required "set it" .Values.b }}', "set what the chart asks for"),
    ],
)
def test_what_helm_refuses_has_the_fix_for_it(
    arguments: tuple[str, ...], template: str, fix: str, tmp_path: Path
) -> None:
    assert fix in told(tmp_path, "plan", ".", *arguments, template=template)[-1]


@pytest.mark.parametrize(
    ("version", "what", "fix"),
    [
        ("soon", "asks for 'soon', which is neither a version nor a range", "write a version as 1.2.3"),
        ("1.x", "the host nowhere.invalid is not known here", "correct the address"),
    ],
)
def test_a_dependency_that_can_not_be_had_is_told_with_its_file(
    version: str, what: str, fix: str, tmp_path: Path
) -> None:
    needs = f"dependencies: [{{name: db, version: {version}, repository: 'https://nowhere.invalid'}}]\n"
    lines = told(tmp_path, "plan", ".", **{"Chart.yaml": _CHART + needs})
    assert lines[0].startswith("swell: Chart.yaml: the dependency db")
    assert what in lines[0]
    assert fix in lines[-1]


RULE = "apiVersion: swell/v1\nrules:\n  - "


@pytest.mark.parametrize(
    ("config", "what", "fix"),
    [
        ("chart: .\n", "1: the key `apiVersion` is missing", "add `apiVersion: swell/v1`"),
        (f'{RULE}{{match: {{kind: Job}}, wave: "early"}}\n', "must be a whole number, not text", "`wave: 5`"),
        (f"{RULE}{{match: Job, wave: 1}}\n", "match: must be a mapping, not text", "`match: {kind: ..., name: ...}`"),
        (f"{RULE}{{kind: Job, wave: 1}}\n", "rules[0].kind: unknown key", "below `match`: `match: {kind: ...}`"),
        (f"{RULE}{{match: {{kind: Job}}, syncWave: 1}}\n", "syncWave: unknown key", "say `wave: ...`"),
        (f"{RULE}Job\n", "rules[0]: must be a mapping, not text", "`- {match: ...}`"),
        ("apiVersion: swell/v1\nrules: {match: {kind: Job}}\n", "must be a list", "`rules: [...]`, or a line for each"),
        ("apiVersion: swell/v1\nvalueFiles: a.yaml\n", "must be a list, not text", "`valueFiles: [...]`"),
        ("apiVersion: swell/v1\nvaluesFiles: [a.yaml]\n", "unknown key", "did you mean `valueFiles`?"),
        ("apiVersion: swell/v1\nhelm: {valueFiles: [a]}\n", "unknown key", "at the top of the file: `valueFiles: ...`"),
        ("apiVersion: swell/v1\nwave: 1\n", "wave: unknown key", "an element of `rules`: `rules: [{wave: ...}]`"),
        ("apiVersion: swell/v1\ntiers: []\n", "tiers: unknown key", "below `order`: `order: {tiers: ...}`"),
        ("apiVersion: swell/v1\norder: off\n", "must be a mapping, not true or false", "`order: {infer: ...}`"),
        ("apiVersion: swell/v1\nkind: Swell\n", "kind: unknown key", "swell.yaml is no object of Kubernetes"),
        ("apiVersion: swell/v1\nsources: {a: {repoURL: b}}\n", "repoURL: unknown key", "say `git: https://...`"),
        ('apiVersion: swell/v1\nvalueFiles: ["{env}.yaml"]\n', "needs {env}, which", "did you mean {environment}?"),
        ('apiVersion: swell/v1\nvalueFiles: ["{{env}}.yaml"]\n', "has two braces", "write it as {env}"),
        ('apiVersion: swell/v1\nvalueFiles: ["{region}.yaml"]\n', "needs {region}", "{name: region, string: ...}"),
    ],
)
def test_what_does_not_fit_into_swell_yaml_is_told_with_what_to_write(
    config: str, what: str, fix: str, tmp_path: Path
) -> None:
    lines = told(tmp_path, "plan", ".", **{"swell.yaml": config})
    assert lines[0].startswith("swell: swell.yaml:")
    assert what in lines[0]
    assert fix in lines[-1]


_APP = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  source: %s
"""


@pytest.mark.parametrize(
    ("source", "what", "fix"),
    [
        ("{path: templtes, plugin: {name: swell}}", "folder templtes is not here", "correct `path` in it; or check"),
        ("{path: ., plugin: swell}", "source.plugin must be a mapping", "write `plugin: {name: swell}`"),
        ("[{path: .}]", "spec.source must be a mapping", "several belong below `sources`"),
        ("{path: y, plugin: {name: swell}}", "source.path must be text", 'path: "..."'),  # to YAML 1.1, y is true
        ("{path: ., targetRevision: 1.10, plugin: {}}", "source.targetRevision must be text", "write it in quotes"),
        ("{path: ., plugin: {parameters: {a: b}}}", "must be a list", "[{name: environment, string: prod}]"),
        ("{path: ., plugin: {env: {A: b}}}", "must be a list", "env: [{name: SWELL_ENVIRONMENT, value: prod}]"),
        ("{path: ., plugin: {parameters: [{name: env, string: a}]}}", "nothing uses the parameter env", "environment?"),
    ],
)
def test_what_does_not_fit_into_an_application_is_told_with_what_to_write(
    source: str, what: str, fix: str, tmp_path: Path
) -> None:
    lines = told(tmp_path, "plan", "--app", "web.yaml", **{"web.yaml": _APP % source})
    assert what in lines[0]
    assert fix in lines[-1]


def test_a_misspelt_folder_of_an_application_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "apps/web").mkdir(parents=True)
    lines = told(tmp_path, "plan", "--app", "web.yaml", **{"web.yaml": _APP % "{path: apps/wbe, plugin: {}}"})
    assert lines[1] == "  here: nearest: apps/web"


@pytest.mark.parametrize(
    ("arguments", "fix"),
    [
        (("plan", ".", "--environment", "prod"), "name the environment: -e NAME"),
        (("plan", ".", "--format", "jsn"), "did you mean json?"),
        (("schema", "polcy"), "did you mean policy?"),
        (("why",), "write it as in: swell why image.tag apps/bank-bitso -e prod"),
        (("convert",), "write it as in: swell convert applications/web.yaml"),
        (("plan", "templtes"), "name the application's folder, or an Application with --app"),
        (("stuck", "web.yaml"), "give what `argocd app get NAME -o json`"),
    ],
)
def test_what_does_not_fit_on_the_command_line_is_told_with_what_to_write(
    arguments: tuple[str, ...], fix: str, tmp_path: Path
) -> None:
    lines = told(tmp_path, *arguments, **{"web.yaml": _APP % "{path: .}"})
    assert fix in lines[-1]


def test_a_helm_that_can_not_be_started_has_a_fix(tmp_path: Path) -> None:
    (tmp_path / "helm").write_text("no program")
    (tmp_path / "helm").chmod(0o755)
    (tmp_path / "Chart.yaml").write_text(_CHART)
    env = {"PATH": os.defpath, "HOME": str(tmp_path), "SWELL_HELM": str(tmp_path / "helm")}
    run = subprocess.run([SWELL, "plan", "."], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert run.stderr.startswith("swell: can't start ")
    assert "\n  fix: see that its path is right" in run.stderr


@pytest.mark.parametrize(
    "arguments", [("plan", "--app", "value.yaml"), ("check", "--app", "value.yaml"), ("plan", "value.yaml")]
)
def test_a_misspelt_file_is_told_with_the_nearest(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert "  here: nearest: values.yaml" in told(tmp_path, *arguments)


def test_a_revision_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "diff", "main")[-1].endswith("swell diff FOLDER --base main")


@pytest.mark.parametrize(("command", "kind"), [("plan", "Application"), ("check", "ApplicationSet")])
def test_a_stream_of_applications_is_told_to_be_a_root_apps(command: str, kind: str, tmp_path: Path) -> None:
    stream = f"apiVersion: argoproj.io/v1alpha1\nkind: {kind}\nmetadata: {{name: web}}\nspec: {{}}\n"
    other = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n"
    said = [
        subprocess.run(
            [SWELL, command, "-"], input=text, cwd=tmp_path, capture_output=True, text=True, check=False
        ).stderr
        for text in (stream, stream + other)
    ]
    assert "this is the sync of a root app" in said[0]
    assert "root app" not in said[1]
