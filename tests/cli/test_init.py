"""`swell init`: a first swell.yaml, which changes nothing until a line of it is uncommented."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

JOB = """apiVersion: batch/v1
kind: Job
metadata: {name: web-migrate, annotations: {helm.sh/hook: "post-install,post-upgrade"}}
spec:
  template:
    spec: {restartPolicy: Never, containers: [{name: a, image: migrate, envFrom: [{configMapRef: {name: app}}]}]}
"""
APP = """apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data: {level: {{ .Values.level }}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers:
      - {name: wait, image: groundnuty/k8s-wait-for:v2.0, args: [job, web-migrate]}
      containers: [{name: app, image: web, envFrom: [{configMapRef: {name: app}}]}]
"""
FILES = {
    "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "values.yaml": "level: info\n",
    "values-prod.yaml": "level: warn\n",
    "templates/app.yaml": APP,
    "templates/job.yaml": JOB,
}


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "repository/apps/web"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run(["git", "init", "-q", str(tmp_path / "repository")], check=True)
    return folder


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(folder), "TMPDIR": str(folder.parents[2])}
    told = subprocess.run(
        [str(SWELL), *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    return told.returncode, told.stdout, told.stderr


def _uncommented(text: str, key: str) -> str:
    """Return the file with the lines below a key that is a comment as settings."""
    head, _, below = text.partition(f"# {key}:\n")
    lines = [line[2:] for line in below.splitlines() if line.startswith("#   ") and not line.startswith("#     #")]
    return "\n".join((head, f"{key}:", *lines, ""))


def test_what_is_written_changes_nothing(chart: Path) -> None:
    before = run(chart, "generate")
    status, out, told = run(chart, "init")
    assert (status, out) == (0, "")
    assert told.splitlines() == [
        "swell: wrote ../../.swell.schema.json",
        "swell: wrote swell.yaml",
        "  next: swell plan . -e prod",
    ]
    assert run(chart, "generate") == before


def test_the_order_that_is_written_down_is_the_order_that_is_inferred(chart: Path) -> None:
    before = run(chart, "generate")
    assert run(chart, "init")[0] == 0
    path = chart / "swell.yaml"
    path.write_text(_uncommented(path.read_text(), "rules"))
    assert "hook: " in path.read_text()
    assert "wave: " in path.read_text()
    assert run(chart, "generate") == before


def test_the_environment_that_is_written_down_is_found(chart: Path) -> None:
    before = run(chart, "generate", "-e", "prod")
    assert run(chart, "init")[0] == 0
    path = chart / "swell.yaml"
    assert "prod (values-prod.yaml)" in path.read_text()
    text, _, _ = path.read_text().partition("# The order")
    path.write_text(_uncommented(text, "valueFiles"))
    assert run(chart, "generate", "-e", "prod") == before
    assert "no environment is set" in run(chart, "generate")[2]


def test_editors_find_the_schema(chart: Path) -> None:
    assert run(chart, "init")[0] == 0
    first = (chart / "swell.yaml").read_text().splitlines()[0]
    schema = json.loads((chart / first.partition("$schema=")[2]).read_text())
    assert schema == json.loads(run(chart, "schema")[1])


def test_lines_fit_a_terminal(chart: Path) -> None:
    assert run(chart, "init")[0] == 0
    assert max(map(len, (chart / "swell.yaml").read_text().splitlines())) <= 80


def test_a_chart_that_does_not_render_yet_gets_one_too(chart: Path) -> None:
    (chart / "templates/app.yaml").write_text('a: {{ required "sha is required" .Values.sha }}\n')
    status, _, told = run(chart, "init")
    assert status == 0
    assert "the order is not known yet" in told
    assert "The order could not be inferred" in (chart / "swell.yaml").read_text()


def test_one_that_is_there_stays(chart: Path) -> None:
    (chart / "swell.yaml").write_text("apiVersion: swell/v1\n")
    status, out, told = run(chart, "init")
    assert (status, out) == (2, "")
    assert "swell.yaml is there already" in told
    assert (chart / "swell.yaml").read_text() == "apiVersion: swell/v1\n"


def test_nothing_is_written_through_a_link(chart: Path) -> None:
    outside = chart.parents[2] / "outside"
    (chart.parents[1] / ".swell.schema.json").symlink_to(outside)
    status, out, err = run(chart, "init", ".")
    assert (status, out, outside.exists(), (chart / "swell.yaml").exists()) == (2, "", False, False)
    assert "this file is not written: it is a link" in err


def test_nothing_is_written_into_a_folder_that_a_link_of_the_repository_leads_to(chart: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    chart.rename(outside)
    chart.symlink_to(outside)
    status, out, error = run(chart.parent, "init", "web")
    assert (status, out) == (2, "")
    assert error.startswith("swell: web leads out of the repository.")
    assert not (outside / "swell.yaml").exists()


def test_a_swell_yaml_above_still_counts(chart: Path) -> None:
    (chart.parents[1] / "swell.yaml").write_text("apiVersion: swell/v1\nvalues: {level: debug}\n")
    before = run(chart, "generate")
    assert '"level":"debug"' in before[1]
    assert run(chart, "init")[0] == 0
    assert 'extends: "/swell.yaml"\n' in (chart / "swell.yaml").read_text()
    assert run(chart, "generate") == before
