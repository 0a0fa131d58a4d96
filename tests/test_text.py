"""Words in messages: counted things, and the word that a mistaken one most likely means."""

import pytest

from cmp.text import Speller, column, count, defused, near, nearest, spelled

KNOWN = ("releaseName", "valueFiles", "values")


@pytest.mark.parametrize(("number", "said"), [(0, "0 objects"), (1, "1 object"), (26, "26 objects")])
def test_only_one_thing_is_said_in_the_singular(number: int, said: str) -> None:
    assert count(number, "object") == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no Jobs"), (1, "one Job"), (12, "twelve Jobs"), (13, "13 Jobs"), (100, "100 Jobs")]
)
def test_numbers_up_to_twelve_are_spelled_as_words(number: int, said: str) -> None:
    assert spelled(number, "Job") == said


@pytest.mark.parametrize(
    ("word", "meant"), [("value", "values"), ("valueFile", "valueFiles"), ("relaseNmae", "releaseName")]
)
def test_a_misspelt_word_leads_to_the_one_that_is_most_like_it(word: str, meant: str) -> None:
    assert nearest(word, KNOWN) == meant


def test_a_word_that_is_like_none_leads_nowhere() -> None:
    assert nearest("replicas", KNOWN) == nearest("values", ()) == ""


def test_how_much_must_be_alike_is_the_callers_to_say() -> None:
    assert nearest("volumes", KNOWN, alike=0.8) == ""
    assert nearest("volumes", KNOWN, alike=0.5) == "values"


def test_capitals_count_unless_they_are_said_not_to() -> None:
    assert nearest("PRESYNC", ("PreSync", "Sync")) == ""
    assert nearest("PRESYNC", ("PreSync", "Sync"), any_case=True) == "PreSync"


def test_of_several_the_most_alike_comes_first() -> None:
    assert near("1.2.4", ("1.2.3", "1.2.45", "9.9.9"), most=3, alike=0.5) == ["1.2.45", "1.2.3"]
    assert near("1.2.4", ("1.2.3", "1.2.45", "9.9.9"), most=1, alike=0.5) == ["1.2.45"]


def test_a_speller_compares_so_many_words_and_then_finds_none() -> None:
    speller = Speller(most=5)
    assert speller.nearest("replcas", ["replicas", "image"]) == "replicas"
    assert speller.nearest("imag", ["replicas", "image"]) == "image"
    assert not speller.spent
    assert speller.nearest("imag", ["replicas", "image"]) == ""
    assert speller.spent


def test_a_column_is_no_wider_than_a_screen() -> None:
    assert column(["a", "abc", ""]) == len("abc")
    assert column(["a", "b" * 1_000_000]) < 1000
    assert column([]) == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::notice::a", ": :notice::a"),
        ("a\n  ::notice::a\nb", "a\n  : :notice::a\nb"),
        ("::", ": :"),
        (":::a", ": ::a"),
        ("a ##[notice]b##[c]", "a ## [notice]b## [c]"),
        ("a: ::notice::b", "a: ::notice::b"),
        ("fe80::1 # a", "fe80::1 # a"),
        ("a\n\n", "a\n\n"),
    ],
)
def test_no_line_is_a_command_to_githubs_runner(text: str, shown: str) -> None:
    assert defused(text) == defused(shown) == shown
