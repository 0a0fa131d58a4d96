"""Files that users name: what Helm reads is what was looked at, by whatever path that was said."""

import os
from pathlib import Path

import pytest
from programs import HELM_VERSIONS, helm
from stage import Stage, staged

TEMPLATE = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: it}\ndata:\n  text: {{ .Values.text | quote }}\n"
OUTSIDE = "outside the repository"


def laid(folder: Path) -> Stage:
    """Return a stage with a repository in which `chart` lies, and a file beside the repository."""
    stage = staged(folder, "")
    (folder / "chart/templates").mkdir()
    (folder / "chart/templates/it.yaml").write_text(TEMPLATE)
    (folder / "chart/inside.txt").write_text("inside")
    (folder.parent / f"{folder.name}-outside.txt").write_text(OUTSIDE)
    return stage


def failed(stage: Stage, version: str, **parameters: object) -> str:
    """Return what `generate` says where it must fail."""
    given = [{"name": name, **said} for name, said in parameters.items()]  # type: ignore[dict-item]
    run = stage.start(parameters=given, SWELL_HELM=str(helm(version)), ARGOCD_APP_SOURCE_PATH="chart")
    out, err = run.communicate()
    assert (run.returncode, out) == (2, "")
    assert OUTSIDE not in err
    assert "/dev/fd/" not in err
    return err


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_a_file_with_helms_own_signs_in_its_name_is_the_file_of_that_name(tmp_path: Path, version: str) -> None:
    stage = laid(tmp_path)
    odd = "a\\b,c=d{e} .txt "
    (tmp_path / "chart" / odd).write_text("odd")

    parameters = [{"name": "fileParameters", "map": {"text": odd}}]
    out, _ = stage.run(parameters=parameters, SWELL_HELM=str(helm(version)))

    assert 'text: "odd"' in out


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("name", ["fileParameters", "valueFiles"])
def test_a_path_that_is_another_one_without_its_backslashes_is_no_file(tmp_path: Path, name: str, version: str) -> None:
    stage = laid(tmp_path)
    path = f"\\../\\../{tmp_path.name}-outside.txt"

    said = {"map": {"text": path}} if name == "fileParameters" else {"array": [path]}

    assert tmp_path.name in failed(stage, version, **{name: said})


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("name", ["fileParameters", "valueFiles"])
def test_what_is_no_file_or_a_huge_one_is_refused(tmp_path: Path, name: str, version: str) -> None:
    stage = laid(tmp_path)
    os.mkfifo(tmp_path / "chart/pipe")
    with (tmp_path / "chart/huge").open("wb") as file:
        file.truncate(17 << 20)

    for path in ("pipe", "huge"):
        said = {"map": {"text": path}} if name == "fileParameters" else {"array": [path]}
        assert failed(stage, version, **{name: said})


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_helms_complaint_names_the_file_and_not_its_copy(tmp_path: Path, version: str) -> None:
    stage = laid(tmp_path)
    (tmp_path / "chart/more.yaml").write_text("a: &a [*a]\n")

    assert "more.yaml" in failed(stage, version, valueFiles={"array": ["more.yaml"]})


def test_a_link_in_a_folder_that_is_called_like_a_source_stays_inside(tmp_path: Path) -> None:
    stage = laid(tmp_path)
    (tmp_path / "chart/templates/$area").mkdir()
    (tmp_path / "chart/templates/$area/it.yaml").symlink_to(tmp_path.parent / f"{tmp_path.name}-outside.txt")
    (tmp_path / "chart/swell.yaml").write_text(
        "apiVersion: swell/v1\nsources: {area: {git: 'https://git.example.com/a.git', revision: main}}\n"
    )

    assert "leads out of the repository" in failed(stage, "v4")
