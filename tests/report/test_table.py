"""Columns of a terminal."""

from cmp.report.table import aligned
from cmp.report.wrap import COLUMNS


def test_a_table_that_fits_has_a_line_a_row() -> None:
    assert aligned([("a", "bb", "c"), ("aaa", "b", "c d")], right=0) == ["  a  bb  c", "aaa  b   c d"]


def test_columns_without_room_stand_below_in_every_row() -> None:
    rows = [("object", "Swell", "goes on when", "because"), ("x" * 44, "y" * 24, "it completes", "word " * 10)]
    assert aligned(rows) == [
        f"object{' ' * 40}Swell",
        "        goes on when  because",
        f"{'x' * 44}  {'y' * 24}",
        f"        it completes  {'word ' * 10}".rstrip(),
    ]


def test_no_line_is_wider_than_a_terminal_but_for_a_name() -> None:
    name = "Deployment/" + "n" * 90
    rows = [("0", name, "-", "its rollout completes", f"waits for {name}"), ("1", "Job/a", "wave", "", "why " * 60)]
    for line in aligned(rows, indent="    "):
        assert len(line) <= COLUMNS or name in line
        assert line.startswith("    ")
    text = " ".join(" ".join(aligned(rows)).split())
    assert text.count(name) == 2


def test_rows_that_are_empty_at_their_end_leave_no_empty_line() -> None:
    assert "" not in aligned([("a" * 50, "b" * 50, ""), ("a", "", "c" * 50), ("", "", "d " * 90)])


def test_no_cell_begins_a_line_by_a_line_end_of_its_own() -> None:
    assert aligned([("a\nb", "c\nd", "e\nf")]) == ["a b  c d  e f"]
