"""What Helm puts in another order each time, shown with Helm, and found in the chart."""

import subprocess
from pathlib import Path

import pytest
from programs import HELM_VERSIONS, helm

from cmp.chart.read import read_chart
from cmp.chart.repeatable import Repeats, repeats

VARIES, REPEATS = 60, 8  # renders at most until another one comes, and renders that are equal
DEFINITION = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: %ss.example.com}
"""


def _top(name: str, more: str = "") -> str:
    return f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n{more}"


def _template(action: str) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web}}\ndata: {{a: {{{{ {action} | quote }}}}}}\n"


def _below(*names: str) -> dict[str, str]:
    charts = {f"charts/{name}/Chart.yaml": _top(name) for name in names}
    return charts | {f"charts/{name}/crds/a.yaml": DEFINITION % name for name in names}


LISTED = "dependencies: [" + ", ".join(f"{{name: {one}, version: 1.0.0}}" for one in "abcde") + "]\n"
VARYING = {
    "definitions of charts that are not listed": _below(*"abcde"),
    "files of one name": {f"files/{one}/note.txt": one for one in "abcde"}
    | {"templates/a.yaml": _template('(.Files.Glob "files/**").AsConfig')},
    "files of one name and of another kind": {f"files/{one}/note.bin": one for one in "abcde"}
    | {"templates/a.yaml": _template('(.Files.Glob "files/**").AsSecrets')},
    "keys that are equal as texts": {
        "values.yaml": "list:\n  1: number\n  '1': text\n  1.0: real\n",
        "templates/a.yaml": _template("toJson .Values.list"),
    },
    "keys in a flow mapping": {
        "values.yaml": "list: {true: truth, 'true': text, yes: other}\n",
        "templates/a.yaml": _template("toJson .Values.list"),
    },
    "a chart of which there are two": {
        name: text
        for one in "abcde"
        for name, text in {
            f"charts/{one}/Chart.yaml": _top("same"),
            f"charts/{one}/templates/a.yaml": _template(f'"{one}"'),
        }.items()
    },
}
STEADY = {
    "all versions, and all that a template knows": {"templates/a.yaml": _template("toJson .")},
    "definitions of listed charts": _below(*"abcde") | {"Chart.yaml": _top("web", LISTED)},
    "definitions of one chart that is not listed": _below("a") | {"charts/b/Chart.yaml": _top("b")},
    "files of one name that are read by their paths": {f"files/{one}/note.txt": one for one in "abcde"}
    | {"templates/a.yaml": _template('.Files.Get "files/a/note.txt"')},
    "files of several names": {f"files/{one}/{one}.txt": one for one in "abcde"}
    | {"templates/a.yaml": _template('(.Files.Glob "files/**").AsConfig')},
    "odd keys": {
        "values.yaml": "list: {1: number, 2.5: text, true: truth, no: other}\n",
        "templates/a.yaml": _template("toJson .Values.list"),
    },
}


def _write(folder: Path, files: dict[str, str]) -> str:
    for name, text in {"Chart.yaml": _top("web"), **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return str(folder)


def _render(chart: str, version: str) -> bytes:
    command = [helm(version), "template", "web", chart, "--include-crds"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _found(chart: str) -> Repeats:
    return repeats(read_chart(chart, ignoring=False), ())


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("name", VARYING)
def test_a_chart_that_helm_prints_in_several_ways_does_not_surely_repeat(
    tmp_path: Path, name: str, version: str
) -> None:
    chart = _write(tmp_path, VARYING[name])
    first = _render(chart, version)
    assert any(_render(chart, version) != first for _ in range(VARIES))
    assert _found(chart) is Repeats.NOT_SURELY


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("name", STEADY)
def test_a_chart_that_helm_prints_in_one_way_surely_repeats(tmp_path: Path, name: str, version: str) -> None:
    chart = _write(tmp_path, STEADY[name])
    assert len({_render(chart, version) for _ in range(REPEATS)}) == 1
    assert _found(chart) is Repeats.SURELY
