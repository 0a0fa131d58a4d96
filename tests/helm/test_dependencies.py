import shutil
from pathlib import Path

from cases import HERE
from programs import helm
from stage import Stage

CASE = HERE / "golden/a-dependency-in-another-folder-is-built"
COUNTING = """#!/bin/sh
echo "$1" >> "$LOG"
exec "$REAL_HELM" "$@"
"""


def staged(folder: Path) -> Stage:
    """Return a stage with a chart that lacks what it depends on, and the real Helm behind a script that counts."""
    shutil.copytree(CASE / "parent", folder / "chart")
    shutil.copytree(CASE / "child", folder / "child")
    (folder / "tmp").mkdir()
    (folder / "helm").write_text(COUNTING)
    (folder / "helm").chmod(0o755)
    return Stage(folder)


def test_a_missing_dependency_is_built_once_and_leaves_no_lock_file(tmp_path: Path) -> None:
    stage = staged(tmp_path)

    first, _ = stage.run(REAL_HELM=str(helm()))
    second, _ = stage.run(REAL_HELM=str(helm()))

    assert first == second
    assert stage.told().count("dependency") == 1
    assert sorted(path.name for path in (tmp_path / "chart").iterdir()) == ["Chart.yaml", "charts"]


def test_of_many_that_miss_a_dependency_one_builds_it(tmp_path: Path) -> None:
    stage = staged(tmp_path)
    running = [stage.start(REAL_HELM=str(helm()), SWELL_RENDERS="6") for _ in range(6)]

    answers = {process.communicate() for process in running}

    assert len(answers) == 1, answers
    assert [process.returncode for process in running] == [0] * 6
    assert stage.told().count("dependency") == 1
