"""Keys that are lost or misread are those of which Go says so."""

import pytest
from go_yaml import probe, specs

from cmp import dialect
from cmp.dialect.keys import misread, repeated

WORDS = [
    *("y", "Y", "yes", "on", "On", "n", "no", "off", "True", "true", "false", "yeah", "oN", '"on"', "'y'"),
    *("1", "01", "0x10", "0o7", "1_000", "1.0", "1e3", ".5", "2026-11-29", "12:30", "-", "<", "a b"),
]


@pytest.mark.parametrize("word", WORDS)
def test_a_key_is_misread_where_go_prints_another_one(word: str) -> None:
    (read,) = specs(probe(f"{word}: value\n"))
    (key,) = read

    said = [one.read_as for one in misread(dialect.compose(f"{word}: value\n"))]

    assert said == ([] if key == word.strip("\"'") else [key])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", [("a", 3)]),
        ("x:\n  - {a: 1, a: 2}\n", [("x[0].a", 2)]),
        ("on: 1\nyes: 2\n", [("yes", 2)]),
        ("16: 1\n0x10: 2\n", [("0x10", 2)]),
        ("a: 1\nx: {a: 1}\ny: [{a: 1}, {a: 1}]\n", []),
        ("a: &a {x: 1}\nb: {<<: *a, x: 2}\nc: *a\n", []),
        ("a: &a {x: 1, x: 2}\nb: *a\n", [("a.x", 1)]),
    ],
    ids=repr,
)
def test_a_key_stands_twice_where_its_mapping_already_has_what_go_reads(
    text: str, found: list[tuple[str, int]]
) -> None:
    assert [(one.path, one.line) for one in repeated(dialect.compose(text))] == found
