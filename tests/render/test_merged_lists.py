"""Lists are merged with those that Helm takes; it is started a second time only where it alone knows which."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, every_helm, helm

DEPENDENCY = "{name: s, version: 1.0.0}"
IMPORTING = "{name: s, version: 1.0.0, import-values: [data]}"


@pytest.mark.parametrize(
    ("dependency", "defaults", "lists", "starts"),
    [
        (DEPENDENCY, {"s": {"l": ["b"]}}, {"s.l": "append"}, 1),
        (DEPENDENCY, {"s": {"l": ["b"], "m": None}}, {"s.l": "append"}, 1),
        (DEPENDENCY, {"s": {"l": None}}, {"s.l": "append"}, 2),
        (DEPENDENCY, {"s": {"l": None}}, {}, 1),
        (IMPORTING, {"l": ["b"]}, {"l": "append"}, 2),
        (IMPORTING, {"l": ["b"]}, {}, 1),
    ],
)
def test_starts_of_helm_are_counted(
    dependency: str, defaults: object, lists: dict[str, str], starts: int, tmp_path: Path
) -> None:
    for name, text in {
        "Chart.yaml": f"{{apiVersion: v2, name: web, version: 1.0.0, dependencies: [{dependency}]}}",
        "values.yaml": json.dumps(defaults),
        "templates/it.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: it}}",
        "charts/s/Chart.yaml": "{apiVersion: v2, name: s, version: 1.0.0}",
        "charts/s/values.yaml": "{l: [a], exports: {data: {l: [c]}}}",
        "swell.yaml": json.dumps({"apiVersion": "swell/v1", "lists": lists}),
        "helm": f'#!/bin/sh\necho "$1" >>{tmp_path}/starts\nexec {helm()} "$@"\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "helm").chmod(0o755)
    env = {"PATH": os.defpath, "HOME": str(tmp_path), "SWELL_HELM": str(tmp_path / "helm")}
    subprocess.run([SWELL, "generate"], cwd=tmp_path, env=env, capture_output=True, check=True)
    assert (tmp_path / "starts").read_text().split() == ["template"] * starts


@pytest.mark.parametrize("listed", [[], [{"name": "deep", "version": "1.0.0"}]], ids=["unlisted", "listed"])
@pytest.mark.parametrize("name", every_helm())
def test_a_list_of_a_chart_deep_below_one_with_two_aliases_is_merged_with_that_charts_own(
    name: str, listed: list[dict[str, str]], tmp_path: Path
) -> None:
    """Helm prints the templates of such a chart once, and names them by either alias, or by its parent's name."""
    twice = [
        {"name": "mid", "version": "1.0.0", "alias": "one", "import-values": [{"child": "e", "parent": "e"}]},
        {"name": "mid", "version": "1.0.0", "alias": "two"},
    ]
    leaf = "charts/mid/charts/deep/charts/leaf"
    for file, said in {
        "Chart.yaml": {"apiVersion": "v2", "name": "web", "version": "1.0.0", "dependencies": twice},
        "charts/mid/Chart.yaml": {"apiVersion": "v2", "name": "mid", "version": "1.0.0", "dependencies": listed},
        "charts/mid/values.yaml": {"e": {"f": 1}},
        "charts/mid/charts/deep/Chart.yaml": {"apiVersion": "v2", "name": "deep", "version": "1.0.0"},
        f"{leaf}/Chart.yaml": {"apiVersion": "v2", "name": "leaf", "version": "1.0.0"},
        f"{leaf}/values.yaml": {"l": ["own"]},
        "prod.yaml": {alias: {"deep": {"leaf": {"l": [alias]}}} for alias in ("one", "two")},
        "swell.yaml": {
            "apiVersion": "swell/v1",
            "valueFiles": ["prod.yaml"],
            "lists": {"one.deep.leaf.l": "append", "two.deep.leaf.l": "append"},
        },
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(json.dumps(said))
    for folder in (tmp_path, tmp_path / leaf):
        (folder / "templates").mkdir()
    (tmp_path / leaf / "templates/it.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: leaf}}")
    seen = "{one: {{ toJson .Values.one.deep.leaf.l | quote }}, two: {{ toJson .Values.two.deep.leaf.l | quote }}}"
    (tmp_path / "templates/it.yaml").write_text(
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: it}}\ndata: {seen}\n"
    )
    env = {"PATH": os.defpath, "HOME": str(tmp_path), "SWELL_HELM": str(every_helm()[name])}
    run = subprocess.run([SWELL, "generate"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert 'data: {one: "[\\"own\\",\\"one\\"]", two: "[\\"own\\",\\"two\\"]"}' in run.stdout


@pytest.mark.parametrize("name", every_helm())
def test_the_alias_of_a_dependency_below_two_aliases_counts_where_helm_keeps_it(name: str, tmp_path: Path) -> None:
    """Helm 3 loses it below the second alias: what a layer says there is for no chart, and meets no chart's list."""
    twice = [
        {"name": "mid", "version": "1.0.0", "alias": "one", "import-values": [{"child": "e", "parent": "e"}]},
        {"name": "mid", "version": "1.0.0", "alias": "two"},
    ]
    leaf = [{"name": "leaf", "version": "1.0.0", "alias": "l"}]
    for file, said in {
        "Chart.yaml": {"apiVersion": "v2", "name": "web", "version": "1.0.0", "dependencies": twice},
        "charts/mid/Chart.yaml": {"apiVersion": "v2", "name": "mid", "version": "1.0.0", "dependencies": leaf},
        "charts/mid/charts/leaf/Chart.yaml": {"apiVersion": "v2", "name": "leaf", "version": "1.0.0"},
        "charts/mid/charts/leaf/values.yaml": {"list": ["own"]},
        "values.yaml": {"one": {"l": {"list": ["ours"]}}, "two": {"l": {"list": ["theirs"]}}},
        "swell.yaml": {"apiVersion": "swell/v1", "lists": {"one.l.list": "append", "two.l.list": "append"}},
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(json.dumps(said))
    (tmp_path / "templates").mkdir()
    seen = "{one: {{ toJson .Values.one.l.list | quote }}, two: {{ toJson .Values.two.l.list | quote }}}"
    (tmp_path / "templates/it.yaml").write_text(
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: it}}\ndata: {seen}\n"
    )
    env = {"PATH": os.defpath, "HOME": str(tmp_path), "SWELL_HELM": str(every_helm()[name])}
    run = subprocess.run([SWELL, "generate"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    second = '[\\"theirs\\"]' if name.startswith("v3") else '[\\"own\\",\\"theirs\\"]'
    assert f'data: {{one: "[\\"own\\",\\"ours\\"]", two: "{second}"}}' in run.stdout
