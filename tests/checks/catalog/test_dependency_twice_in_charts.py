"""A folder and an archive of one dependency; what Helm makes of them is asked of Helm."""

import os
import subprocess
from pathlib import Path

import pytest
from programs import HELM_VERSIONS, SWELL, helm
from registries import tar

CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: db, version: 1.x}]\n"
DB = "apiVersion: v2\nname: db\nversion: 1.0.0\n"
TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{of: {{{{ .Values.of }}}}}}\n"


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """Return a chart with its dependency as a folder and as an archive, each with another default and template."""
    folder = tmp_path / "web"
    (folder / "charts/db/templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text(CHART)
    for name, text in {"Chart.yaml": DB, "values.yaml": "of: folder\n"}.items():
        (folder / "charts/db" / name).write_text(text)
    (folder / "charts/db/templates/folder.yaml").write_text(TEMPLATE.format(name="folder"))
    archive = {
        "db/Chart.yaml": DB,
        "db/values.yaml": "of: archive\n",
        "db/templates/archive.yaml": TEMPLATE.format(name="archive"),
    }
    packed = tar(*((name, text.encode()) for name, text in archive.items()))
    (folder / "charts/db-1.0.0.tgz").write_bytes(packed)
    return folder


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_a_folder_and_an_archive_are_told_since_helm_renders_now_one_now_the_other(version: str, chart: Path) -> None:
    program = helm(version)
    env = {"PATH": os.defpath, "SWELL_HELM": str(program)}
    printed: set[bytes] = set()
    for _ in range(400):  # which of the two Helm takes is left to chance
        printed.add(subprocess.run([program, "template", "x", chart], capture_output=True, check=True).stdout)
        if len(printed) > 1:
            break
    told = subprocess.run([SWELL, "check", chart], env=env, capture_output=True, text=True, check=False)
    assert len(printed) > 1
    assert "charts/db and charts/db-1.0.0.tgz are each the chart db: Helm takes now one, now the other" in " ".join(
        told.stdout.split()
    )
    assert "fix: delete the one that is not meant" in told.stdout
