"""The copy of a chart in which no function may be called that returns something else each time; Helm renders it."""

import subprocess
from pathlib import Path

import pytest
from answered import CHART
from programs import HELM_VERSIONS, helm

from cmp.chart.guarded import write_guarded

KEPT = {
    "templates/off.yaml": "{{ if .Values.off }}{{ now }}{{ randAlpha 5 }}{{ end }}",
    "templates/text.yaml": 'a: {{ printf "now %s" `lookup` | quote }}\nb: {{ .Values.now | default "x" }}\n# now\n',
    "templates/_a.tpl": '{{- define "unused" }}{{ genCA "a" 1 }}{{ end }}',
    "templates/sorted.yaml": 'c: {{ keys .Values | sortAlpha | join "," }}\n',
}


def _render(chart: Path, version: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([helm(version), "template", "web", chart], capture_output=True, check=False)


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_a_render_that_calls_none_prints_what_the_chart_prints(tmp_path: Path, version: str) -> None:
    chart = _write(tmp_path / "web", CHART | KEPT)
    write_guarded(str(chart), str(tmp_path / "copy"))
    whole, copied = _render(chart, version), _render(tmp_path / "copy", version)
    assert (copied.returncode, copied.stdout) == (0, whole.stdout)
    assert "now" in whole.stdout.decode()


@pytest.mark.parametrize(
    "action",
    [
        "{{ now }}",
        "{{ randAlpha 5 }}",
        '{{ "a" | htpasswd "b" }}',
        '{{ keys .Values | join "" }}',
        "{{ default (now) 1 }}",
    ],
)
def test_a_render_that_calls_one_ends(tmp_path: Path, action: str) -> None:
    chart = _write(tmp_path / "web", CHART | {"templates/called.yaml": f"a: {action}\n"})
    write_guarded(str(chart), str(tmp_path / "copy"))
    assert _render(chart, "v4").returncode == 0
    assert b"templates/called.yaml" in _render(tmp_path / "copy", "v4").stderr


def test_packed_charts_are_guarded_too(tmp_path: Path) -> None:
    below = _write(tmp_path / "below", {"Chart.yaml": "apiVersion: v2\nname: below\nversion: 1.0.0\n"})
    _write(below, {"templates/a.yaml": "a: {{ now }}\n"})
    chart = _write(tmp_path / "web", CHART)
    (chart / "charts").mkdir()
    subprocess.run([helm(), "package", below, "-d", chart / "charts"], check=True, capture_output=True)
    write_guarded(str(chart), str(tmp_path / "copy"))
    assert _render(chart, "v4").returncode == 0
    assert b"below/templates/a.yaml" in _render(tmp_path / "copy", "v4").stderr
