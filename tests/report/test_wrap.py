"""Lines of a terminal."""

import pytest

from cmp.report.wrap import COLUMNS, advised, fitted, pasteable, wrapped

PATH = "apps/" + "a-folder-of-a-long-name/" * 5 + "values.yaml"


def test_a_path_that_is_longer_than_a_line_stays_whole() -> None:
    lines = wrapped(f"in front {PATH} and behind it", "  ")
    assert [line.strip() for line in lines] == ["in front", PATH, "and behind it"]


def test_words_fill_lines_and_those_below_hang() -> None:
    lines = wrapped("word " * 40, "  ", "    ")
    assert max(map(len, lines)) <= COLUMNS
    assert lines[0].startswith("  word")
    assert all(line.startswith("      word") for line in lines[1:])


def test_the_example_of_a_fix_keeps_its_lines() -> None:
    example = "key: " + "x" * 90
    assert advised(f"write\n{example}", "  ") == ["  fix: write", f"    {example}"]


def test_an_arrow_stays_with_the_word_behind_it() -> None:
    place = "charts/below/" * 6 + "values.yaml:1"
    assert wrapped(f"2 ← {place}  5") == ["2", f"    ← {place}", "    5"]
    assert wrapped("a" * 79 + " → Deployment/web") == ["a" * 79, "    → Deployment/web"]


def test_a_command_is_not_broken_where_it_has_room() -> None:
    for command in ("swell plan --app FILE FOLDER", "`rules: [{wave: -5}]`", "swell why Job/web-migrate apps/web"):
        for before in range(30, 80):
            lines = wrapped("x" * before + f" {command} and more words behind it")
            assert any(command in line for line in lines)
            assert max(map(len, lines)) <= COLUMNS


def test_parts_that_stand_apart_stay_whole() -> None:
    assert wrapped("x" * 60 + "   CAN FINISH   12 objects, 3 changed") == [
        "x" * 60 + "   CAN FINISH",
        "    12 objects, 3 changed",
    ]


def test_a_command_behind_a_label_stays_in_one_piece() -> None:
    short, long = "kubectl get pods", "kubectl describe " + "x" * 60
    assert pasteable("  see  ", short) == [f"  see  {short}"]
    assert pasteable("  see  ", f"{short}; kubectl {'x' * 60}") == [f"  see  {short}", f"       kubectl {'x' * 60}"]
    assert pasteable("  see  ", long) == ["  see", f"      {long}"]


def test_each_line_of_a_text_is_fitted_behind_its_own_indentation() -> None:
    text = "short\n  fix: " + "word " * 30 + "\n\nend"
    lines = fitted(text).split("\n")
    assert (lines[0], lines[-2:]) == ("short", ["", "end"])
    assert all(line.startswith("  ") for line in lines[1:-2])
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize("name", ["web\n::add-mask::x", "web\nCAN FINISH", "web\n" + "long " * 40 + "\nCAN FINISH"])
def test_no_text_begins_a_line_by_a_line_end_of_its_own(name: str) -> None:
    first, *more = wrapped(f"image {name}", "  ")
    assert first.startswith("  image web ")
    assert all(line.startswith("      ") for line in more)


@pytest.mark.parametrize("before", range(60, 80))
def test_no_line_breaks_before_what_github_takes_for_a_command(before: int) -> None:
    lines = wrapped(f"{'x' * before} y ::notice::a  ::notice::b and more words behind it", "  ")
    assert not any(line.lstrip().startswith("::") for line in lines)
