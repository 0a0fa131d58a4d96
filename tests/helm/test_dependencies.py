import shutil
from pathlib import Path

from cases import HERE
from programs import helm
from stage import Stage

CASE = HERE / "golden/a-dependency-in-another-folder-is-built"
LOGGING = """#!/bin/sh
echo "$1 ${2#/*}" >> "$LOG"
exec "$REAL_HELM" "$@"
"""


def staged(folder: Path) -> Stage:
    """Return a stage with a chart that lacks what it depends on, and the real Helm behind a script that counts."""
    shutil.copytree(CASE / "parent", folder / "chart")
    shutil.copytree(CASE / "child", folder / "child")
    (folder / "tmp").mkdir()
    (folder / "helm").write_text(LOGGING)
    (folder / "helm").chmod(0o755)
    return Stage(folder)


def test_a_missing_dependency_is_built_once_and_leaves_no_lock_file(tmp_path: Path) -> None:
    stage = staged(tmp_path)
    where = {"REAL_HELM": str(helm()), "ARGOCD_APP_SOURCE_PATH": "chart"}

    first, _ = stage.run(**where)
    second, _ = stage.run(**where)

    assert first == second
    assert [line.split("/")[0].strip() for line in stage.told()] == [
        "template",
        "dependency build",
        "template",
        "template",
    ]
    assert sorted(path.name for path in (tmp_path / "chart").iterdir()) == ["Chart.yaml", "charts"]


def test_many_may_build_at_the_same_time(tmp_path: Path) -> None:
    stage = staged(tmp_path)
    running = [stage.start(REAL_HELM=str(helm()), ARGOCD_APP_SOURCE_PATH="chart") for _ in range(6)]

    answers = {process.communicate() for process in running}

    assert len(answers) == 1, answers
    assert [process.returncode for process in running] == [0] * 6
