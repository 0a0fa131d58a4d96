"""Every error says what to do: at each place of the program where one is made, and in each golden case that has one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from programs import TOP

from cmp import errors

CLASSES = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.SwellError)
}
OF_THE_WHOLE_FILE = {
    "error-a-configuration-that-extends-itself",
    "error-an-empty-configuration",
    "error-swell-yaml-is-a-broken-link",
}
STORIES = sorted((TOP / "tests/golden").glob("*/stderr*.txt"))


def made(source: str) -> Iterator[ast.Call]:
    """Yield each call that makes an error of Swell's."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
            yield node


def says_no_fix(call: ast.Call) -> bool:
    """Tell whether an error is made without a fix, or with one that is never there."""
    fixes = [keyword.value for keyword in call.keywords if keyword.arg in ("fix", None)]
    return not fixes or any(isinstance(one, ast.Constant) and not one.value for one in fixes)


def test_every_place_that_makes_an_error_gives_it_a_fix() -> None:
    without = [
        f"{path.relative_to(TOP)}:{call.lineno}"
        for path in sorted((TOP / "cmp").rglob("*.py"))
        for call in made(path.read_text())
        if says_no_fix(call)
    ]
    assert without == []


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("raise SourceError('a')", True),
        ("raise SourceError('a', where='b', fix='')", True),
        ("raise SourceError('a', fix='b')", False),
        ("raise SourceError('a', fix=f'{b}')", False),
        ("raise SourceError('a', **known)", False),
    ],
)
def test_an_error_without_a_fix_would_be_found(source: str, *, lacks: bool) -> None:
    (call,) = made(source)
    assert says_no_fix(call) is lacks


@pytest.mark.parametrize("story", STORIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_error_of_a_golden_case_ends_with_its_fix(story: Path) -> None:
    first, *more = story.read_text().splitlines()
    if "finding" not in first or more:
        assert first.startswith("swell: ")
        assert more[-1].startswith("  fix: ")


@pytest.mark.parametrize("story", STORIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_error_about_a_swell_yaml_or_values_file_names_its_line(story: Path) -> None:
    where = re.match(r"swell: ((?:\S*/)?(?:swell|\S*values\S*)\.yaml)(:\d+)?(?: \(\S+\))?: ", story.read_text())
    if where and story.parent.name not in OF_THE_WHOLE_FILE:
        assert where[2], where[0]
