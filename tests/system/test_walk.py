"""Going through folders, however deep they lie: Python allows some thousand calls in each other."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cmp.errors import SourceError
from cmp.sources.files import copy_files
from cmp.sources.store import fingerprint
from cmp.system.looks import below, latest
from cmp.system.walk import each_folder


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A file in 300 nested folders."""
    top = tmp_path / "top"
    (inner := top / "/".join(["d"] * 300)).mkdir(parents=True)
    (inner / "x.yaml").write_text("a: 1\n")
    return top


@contextmanager
def few_calls() -> Iterator[None]:
    """Let calls lie in each other some fifty deep from here."""
    before, frame, depth = sys.getrecursionlimit(), sys._getframe(), 0  # noqa: SLF001
    while frame := frame.f_back:  # type: ignore[assignment]
        depth += 1
    sys.setrecursionlimit(depth + 50)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def test_nothing_calls_itself_for_each_folder(deep: Path) -> None:
    with few_calls():
        walked = list(each_folder(str(deep)))
        listed = list(below(str(deep)))
        digest = fingerprint.content(str(deep))
        newest = latest(str(deep))

    assert (len(walked), len(listed), len(digest.splitlines())) == (301, 301, 1)
    assert newest > 0


def test_what_is_too_deep_to_be_removed_again_is_not_copied(deep: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^top has files in more than 200 nested folders$"):
        copy_files(str(deep), str(tmp_path / "copy"))
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("links", [False, True])
def test_the_order_is_that_of_names_each_folder_before_what_it_holds(links: bool, tmp_path: Path) -> None:  # noqa: FBT001
    for name in ("b/c", "b/a", "a.txt", "b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "z").symlink_to("b")

    found = [path for path, _ in below(str(tmp_path), links=links)]

    assert found == ["a.txt", "b", "b/a", "b/c", "b.txt", "z", *(["z/a", "z/c"] if links else [])]


def test_it_walks_as_python_does(tmp_path: Path) -> None:
    for name in ("b/c/x", "b/a", "a/y", "e/f/g/h"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "l").symlink_to("b")
    (tmp_path / "gone").symlink_to("no")

    def seen(way: object) -> list[tuple[str, list[str], list[str]]]:
        told = []
        for here, folders, names in way(str(tmp_path)):  # type: ignore[operator]
            folders[:] = sorted(name for name in folders if name != "f")
            told.append((here, list(folders), sorted(names)))
        return told

    assert seen(each_folder) == seen(os.walk)
