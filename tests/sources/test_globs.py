"""Globs of files: what they match, and what they cost."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cmp.errors import SourceError
from cmp.sources import globs
from cmp.sources.path_globs import Looks, matching
from cmp.sources.paths import PathResolver


def tree(top: Path, *paths: str) -> str:
    for path in paths:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("")
    return str(top)


def found(folder: str, pattern: str) -> list[str]:
    return [os.path.relpath(path, folder) for path in globs.matching(folder, pattern, shown=pattern, take=Looks().take)]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("*.yaml", ["a.yaml"]),
        (".*.yaml", [".b.yaml"]),
        ("**", ["a.yaml", "x/.d/e.yaml", "x/c.yaml", "x/y/c.yaml"]),
        ("**/c.yaml", ["x/c.yaml", "x/y/c.yaml"]),
        ("**/**/y/**/c.yaml", ["x/y/c.yaml"]),
        ("x/**/*.yaml", ["x/.d/e.yaml", "x/c.yaml", "x/y/c.yaml"]),
        ("./x//?.yaml", ["x/c.yaml"]),
        ("*/y/[a-c].yaml", ["x/y/c.yaml"]),
        ("*/c.yaml/*", []),
        ("*/l/c.yaml", ["x/l/c.yaml"]),
        ("nothing/*", []),
    ],
)
def test_a_pattern_matches_what_its_signs_mean(pattern: str, wanted: list[str], tmp_path: Path) -> None:
    folder = tree(tmp_path, "a.yaml", ".b.yaml", "x/c.yaml", "x/.d/e.yaml", "x/y/c.yaml")
    (tmp_path / "x/l").symlink_to("y")
    assert found(folder, pattern) == wanted


@pytest.mark.parametrize("pattern", ["**/" * 1300 + "a.yaml", "**/a/" * 600 + "a.yaml", "**/" * 1300 + "*"])
def test_a_pattern_of_as_many_parts_as_a_path_may_have_is_tried(pattern: str, tmp_path: Path) -> None:
    assert len(found(tree(tmp_path, "a.yaml", "x/a.yaml"), pattern)) in (0, 2)


@pytest.fixture
def nested(tmp_path: Path) -> Iterator[Callable[[int], str]]:
    """Return what makes so many folders in each other, with a file in the last one; rm takes them away again."""

    def make(number: int) -> str:
        made = f"import os\nfor _ in range({number}): os.mkdir('a'); os.chdir('a')\nopen('v.yaml', 'w').close()"
        subprocess.run([sys.executable, "-c", made], cwd=tmp_path, check=True)
        return str(tmp_path)

    yield make
    subprocess.run(["rm", "-rf", tmp_path / "a"], check=True)


def test_a_tree_as_deep_as_a_path_may_be_is_walked(nested: Callable[[int], str]) -> None:
    assert found(nested(1500), "**/v.yaml") == ["a/" * 1500 + "v.yaml"]


def test_a_tree_that_is_deeper_than_a_path_may_be_is_an_error_and_no_file_less(nested: Callable[[int], str]) -> None:
    with pytest.raises(SourceError, match="leads to has over 4095 bytes"):
        found(nested(2500), "**/v.yaml")


@pytest.mark.parametrize("pattern", ["*/" * 12 + "v.yaml", "**/" + "*/" * 12 + "*", "l?/**/" * 6 + "v.yaml"])
def test_links_that_multiply_folders_end_at_a_bound(pattern: str, tmp_path: Path) -> None:
    folder = tree(tmp_path, "v.yaml")
    for number in range(10):
        (tmp_path / f"l{number}").symlink_to(".")
    with pytest.raises(SourceError, match=r"too much is looked at|files match"):
        found(folder, pattern)


@pytest.mark.parametrize("pattern", ["*/*.yaml", "*/v1.yaml", "*/nothing"])
def test_patterns_that_belong_together_share_one_bound(pattern: str, tmp_path: Path) -> None:
    folder = tree(tmp_path, *(f"x/v{number}.yaml" for number in range(300)))
    resolver, looks, matched = PathResolver(folder=folder, root=folder), Looks(), 0
    with pytest.raises(SourceError, match="too much is looked at for it and for what is named before it"):  # noqa: PT012
        for _ in range(1_000_000):
            matched += 1
            matching(pattern, resolver, looks=looks)
    assert matched > 50


@pytest.mark.parametrize("links", [{"l0": "."}, {"d/m": "../x"}])
def test_links_to_a_few_files_of_a_chart_are_left_to_helm(links: dict[str, str], tmp_path: Path) -> None:
    folder = tree(tmp_path, "x/a", "d/b")
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    PathResolver(folder=folder, root=folder).refuse_links(folder)


def test_a_chart_whose_links_multiply_its_files_is_refused_before_helm_walks_through_them(tmp_path: Path) -> None:
    folder = tree(tmp_path, "d30/c")
    for number in range(30):
        (tmp_path / f"d{number}").mkdir()
        for name in "ab":
            (tmp_path / f"d{number}/{name}").symlink_to(f"../d{number + 1}")
    with pytest.raises(SourceError, match="more than 20000 files and folders lie behind the links in the chart"):
        PathResolver(folder=folder, root=folder).refuse_links(folder)
