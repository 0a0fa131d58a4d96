"""Kept renders are never stale, and are what the real Helm printed."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import renders
from cases import CHARTS
from programs import HELM_VERSIONS, helm

CHANGES: dict[str, Callable[[Path], object]] = {
    "another byte": lambda folder: (folder / "a.yaml").write_text("a: 2\n"),
    "another name": lambda folder: (folder / "a.yaml").rename(folder / "b.yaml"),
    "another mode": lambda folder: (folder / "a.yaml").chmod(0o755),
    "one more": lambda folder: (folder / "below/b.yaml").write_text(""),
    "one less": lambda folder: (folder / "a.yaml").unlink(),
    "a folder more": lambda folder: (folder / "below/deep").mkdir(),
    "a link elsewhere": lambda folder: (folder / "link").unlink() or (folder / "link").symlink_to("below"),
}


@pytest.fixture
def laid(tmp_path: Path) -> tuple[Path, Path]:
    """Return two folders that hold the same files."""
    for name in ("inputs", "sources"):
        (tmp_path / name / "below").mkdir(parents=True)
        (tmp_path / name / "a.yaml").write_text("a: 1\n")
        (tmp_path / name / "link").symlink_to("a.yaml")
    return tmp_path / "inputs", tmp_path / "sources"


@pytest.mark.parametrize("which", [0, 1], ids=["of the inputs", "of the sources"])
@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_another_place(change: str, which: int, laid: tuple[Path, Path]) -> None:
    inputs, sources = laid
    before = renders.place((inputs,), str(helm()), (sources,))
    assert renders.place((inputs,), str(helm()), (sources,)) == before
    CHANGES[change](laid[which])
    assert renders.place((inputs,), str(helm()), (sources,)) != before


def test_another_helm_is_another_place(laid: tuple[Path, Path]) -> None:
    assert renders.place((laid[0],), str(helm("v3"))) != renders.place((laid[0],), str(helm("v4")))


def test_the_sources_of_the_program_are_among_what_counts() -> None:
    assert {path.name for path in renders.SOURCES} >= {"cmp", "run.txt", "cases.py"}
    assert all(path.exists() for path in renders.SOURCES)


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_a_recorded_helm_prints_what_helm_prints_and_leaves_it(version: str, tmp_path: Path) -> None:
    argv = ("template", "web", str(CHARTS / "told"))
    real, copied = (
        subprocess.run([program, *argv], capture_output=True, check=True)
        for program in (str(helm(version)), renders.recording(str(helm(version)), tmp_path))
    )
    assert renders.recorded(tmp_path) == real.stdout == copied.stdout != b""


def test_of_a_helm_that_fails_nothing_is_kept_and_its_words_are_passed_on(tmp_path: Path) -> None:
    argv = ("template", "web", str(tmp_path / "none"))
    real, copied = (
        subprocess.run([program, *argv], capture_output=True, check=False)
        for program in (str(helm()), renders.recording(str(helm()), tmp_path))
    )
    assert (real.returncode, real.stderr) == (copied.returncode, copied.stderr)
    assert real.returncode
    assert renders.recorded(tmp_path) is None
