import json
import shutil
from pathlib import Path

import pytest
from cases import GOLDEN
from programs import helm
from stage import Stage

CASE = GOLDEN / "a-dependency-in-another-folder-is-built"
COUNTING = 'echo "$1" >> "$LOG"; exec {} "$@"'


def test_a_missing_dependency_costs_no_second_helm_and_changes_nothing_in_the_folder(tmp_path: Path) -> None:
    shutil.copytree(CASE / "parent", tmp_path / "chart")
    shutil.copytree(CASE / "child", tmp_path / "child")
    (tmp_path / "tmp").mkdir()
    stage = Stage(tmp_path)
    stage.put(COUNTING.format(helm()))

    out, _ = stage.run()

    assert "name: child" in out
    assert stage.told() == ["template"]
    assert [path.name for path in (tmp_path / "chart").iterdir()] == ["Chart.yaml"]
    assert [path.name for path in (tmp_path / "tmp").iterdir()] == ["swell-renders-0"]


@pytest.mark.parametrize(("name", "version"), [("x" * 300, "1.0.0"), ("b", f"1.0.0-{'x' * 300}"), ("é" * 125, "1.0.0")])
def test_a_dependency_whose_archive_would_have_too_long_a_name_is_refused_by_that(
    name: str, version: str, tmp_path: Path
) -> None:
    child = {"apiVersion": "v2", "name": name, "version": version}
    needs = {"name": name, "version": version, "repository": "file://../child"}
    chart = {"apiVersion": "v2", "name": "web", "version": "1.0.0", "dependencies": [needs]}
    for folder, said in {"child": child, "chart": chart}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Chart.yaml").write_text(json.dumps(said))
    (tmp_path / "tmp").mkdir()
    stage = Stage(tmp_path)
    stage.put(f'exec {helm()} "$@"')

    process = stage.start()
    _, err = process.communicate()

    assert process.returncode == 2
    assert "would have a name of over 255 bytes" in err
