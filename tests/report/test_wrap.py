"""Lines of a terminal."""

from cmp.report.wrap import COLUMNS, advised, wrapped

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
