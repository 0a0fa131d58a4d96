import shutil
from pathlib import Path

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
