"""Copying what a source's paths lead to, whatever its links multiply."""

from pathlib import Path

import pytest

from cmp.errors import SourceError
from cmp.lock.copy import charts, copy
from cmp.sources.model import DEEPEST


def tree(top: Path, files: dict[str, str], links: dict[str, str]) -> Path:
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    for name, target in links.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).symlink_to(target)
    return top


def copied(top: Path, *patterns: str) -> dict[str, str]:
    into = top.parent / "into"
    into.mkdir()
    copy(str(top), patterns, str(into), alias="a")
    return {str(path.relative_to(into)): path.read_text() for path in sorted(into.rglob("*")) if path.is_file()}


def test_links_become_what_they_lead_to(tmp_path: Path) -> None:
    top = tree(tmp_path / "it", {"x/a": "1", "x/y/b": "2", "c": "3"}, {"x/l": "y", "x/m": "../c"})
    assert copied(top, "x") == {"x/a": "1", "x/l/b": "2", "x/m": "3", "x/y/b": "2"}


def test_a_glob_copies_what_it_matches(tmp_path: Path) -> None:
    top = tree(tmp_path / "it", {"x/a.yaml": "1", "x/.b.yaml": "2", "y/a.yaml": "3", "y/c": "4"}, {})
    assert copied(top, "*/*.yaml") == {"x/a.yaml": "1", "y/a.yaml": "3"}


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ({"x/l": "../x"}, r"\$a/x/l is a link that leads in a cycle"),
        ({"x/l": "../y", "y/m": "../x"}, r"\$a/x/l/m is a link that leads in a cycle"),
        ({"x/l": "/etc"}, r"\$a/x/l is a link that leads out of it"),
        ({"x/l": "nothing"}, r"\$a/x/l is a link that leads nowhere"),
    ],
)
def test_a_link_that_can_not_be_copied_is_named(links: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=said):
        copied(tree(tmp_path / "it", {"x/a": "1"}, links), "x")


def test_links_that_double_at_each_step_end_at_a_bound(tmp_path: Path) -> None:
    links = {f"d{number}/{name}": f"../d{number + 1}" for number in range(30) for name in "ab"}
    with pytest.raises(SourceError, match="20000 files and folders lie behind the links"):
        copied(tree(tmp_path / "it", {"d30/c": "1"}, links), "d0")


def test_links_to_one_large_file_end_at_a_bound(tmp_path: Path) -> None:
    top = tree(tmp_path / "it", {"large": ""}, {f"x/l{number}": "../large" for number in range(400)})
    with (top / "large").open("wb") as file:
        file.truncate(1 << 20)  # a hole, which takes no room
    with pytest.raises(SourceError, match="256 MiB lie behind the links"):
        copied(top, "x")


@pytest.mark.parametrize("long", [150, 1200])
def test_a_chain_of_links_may_be_as_deep_as_a_source(long: int, tmp_path: Path) -> None:
    links = {f"d{number}/l": f"../d{number + 1}" for number in range(long)}
    top = tree(tmp_path / "it", {f"d{long}/c": "1"}, links)
    if long < DEEPEST:
        assert copied(top, "d0") == {f"d0/{'l/' * long}c": "1"}
        return
    with pytest.raises(SourceError, match="is a link that leads through more than 200 folders"):
        copied(top, "d0")


@pytest.mark.parametrize("used", [copied, lambda top, pattern: charts(str(top), [pattern])])
def test_a_glob_whose_matches_links_multiply_ends_at_a_bound(used: object, tmp_path: Path) -> None:
    top = tree(tmp_path / "it", {"a": "1"}, {f"l{number}": "." for number in range(10)})
    assert callable(used)
    with pytest.raises(SourceError, match=r"leads to more than 20000 files and folders"):
        used(top, "*/" * 12 + "*")
