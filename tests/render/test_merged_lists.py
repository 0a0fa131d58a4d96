"""Helm is started a second time only where it alone knows which lists count."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

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
