"""The chart's folder: Helm opens the one that was looked at."""

import shutil
from pathlib import Path

import pytest
from cases import CHARTS
from programs import HELM_VERSIONS, helm
from stage import staged


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("end", [" ", "\t", "\u00a0"])
def test_helm_renders_the_folder_that_ends_with_white_space_and_no_other(
    tmp_path: Path, end: str, version: str
) -> None:
    stage = staged(tmp_path, "")
    shutil.copytree(CHARTS / "told", tmp_path / f"chart/told{end}")
    shutil.copytree(CHARTS / "told", tmp_path / "chart/told")
    (tmp_path / "chart/told/values.yaml").write_text("from: another folder\n")
    (tmp_path / "chart/Chart.yaml").unlink()
    folder = tmp_path / f"chart/told{end}"

    out, _ = stage.run("generate", str(folder), SWELL_HELM=str(helm(version)))

    assert "from: chart" in out
    assert "another folder" not in out
