"""What Swell tells of a chart's own values is what this Helm reads of them, and not what the file says."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from programs import SWELL, every_helm

from cmp.chart.read import read_chart
from cmp.helm.last_line import BUFFER
from cmp.values.stack import Stack
from cmp.values.traced import Trace

HELMS = [pytest.param(path, id=name) for name, path in every_helm().items()]
_TEMPLATE = """apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Chart.Name }}
data:
  seen: {{ toJson .Values | quote }}
"""


def chart(folder: Path, name: str, values: str) -> None:
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n")
    (folder / "templates/config.yaml").write_text(_TEMPLATE)
    (folder / "values.yaml").write_text(values)


def swell(folder: Path, helm: Path, *words: str) -> str:
    env = {"PATH": os.defpath, "HOME": str(folder), "SWELL_HELM": str(helm), "SWELL_TIMEOUT": "3600"}
    run = subprocess.run([SWELL, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 2), run.stderr
    return run.stderr if run.returncode else run.stdout


def lost(key: str, *, buffers: int = 1) -> str:
    """Return a last line that some Helms lose."""
    return f"{key}: ".ljust(buffers * BUFFER, "x")


def seen(printed: str, source: str) -> dict[str, object]:
    """Return the values that the template of a chart has printed."""
    for document in printed.split("---\n"):
        if source in document:
            found: dict[str, object] = json.loads(yaml.safe_load(document)["data"]["seen"])
            return found
    raise AssertionError(source)


@pytest.mark.parametrize("helm", HELMS)
def test_a_line_that_this_helm_loses_is_no_value_and_no_origin(helm: Path, tmp_path: Path) -> None:
    chart(tmp_path, "web", f"kept: 1\nlist: [a]\n{lost('gone')}")
    chart(tmp_path / "charts/below", "below", f"kept: 2\n{lost('gone', buffers=2)}")

    top = seen(swell(tmp_path, helm, "generate"), "web/templates")
    values = yaml.safe_load(swell(tmp_path, helm, "values"))
    assert values == yaml.safe_load(swell(tmp_path, helm, "values", "--origins"))
    assert values == top

    for key, value in (("gone", top.get("gone")), ("below.gone", dict(top["below"]).get("gone"))):  # type: ignore[call-overload]
        said = swell(tmp_path, helm, "why", key)
        assert said.startswith(f"{key} = " if value else f"swell: no layer sets {key}"), said


@pytest.mark.parametrize("helm", HELMS)
def test_a_list_in_a_line_that_this_helm_loses_is_merged_with_none(helm: Path, tmp_path: Path) -> None:
    line = 'list: ["a", "'.ljust(BUFFER - 2, "x") + '"]'
    chart(tmp_path, "web", f"kept: 1\n{line}")
    whole = seen(swell(tmp_path, helm, "generate"), "web/templates").get("list", [])
    (tmp_path / "swell.yaml").write_text("apiVersion: swell/v1\nvalues: {list: [b]}\nlists: {list: append}\n")

    assert seen(swell(tmp_path, helm, "generate"), "web/templates")["list"] == [*whole, "b"]  # type: ignore[misc]


@pytest.mark.parametrize("helm", HELMS)
def test_values_are_told_however_long_the_copy_is_that_helm_gets_for_their_origins(helm: Path, tmp_path: Path) -> None:
    def copied(count: int) -> int:
        chart(tmp_path, "web", f"key: {'x' * count}\n")
        read = read_chart(str(tmp_path))
        return len(Trace(Stack(chart=read)).files(read)["values.yaml"].rstrip(b"\n"))

    length = BUFFER - copied(1) + 1
    for near in range(length - 1, length + 2):
        assert copied(near) - BUFFER == near - length
        assert "values.yaml:1" in swell(tmp_path, helm, "values", "--origins")
