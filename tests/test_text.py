"""Words in messages: counted things, and the word that a mistaken one most likely means."""

import ast
import difflib
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import cmp
from cmp.likeness import Likeness
from cmp.text import Speller, column, count, defused, near, nearest, pasted, spelled

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


def test_a_speller_takes_so_many_steps_and_then_finds_no_word() -> None:
    speller = Speller(100)
    assert speller.nearest("replcas", ["replicas", "image"]) == "replicas"
    assert not speller.spent
    assert [speller.nearest("imag", ["replicas", "image"]) for _ in range(5)][-1] == ""
    assert speller.spent


@pytest.mark.parametrize(("word", "known"), [("a" * 199, "a" * 198 + "b"), ("aX" * 99, "a" * 199)])
def test_how_long_words_are_compared_is_counted(word: str, known: str) -> None:
    """The second pair shares no part of two letters: each of 99 looks goes through all that is left."""
    few, many = (Likeness(word[:length], 1 << 40) for length in (20, 199))
    for one in (few, many):
        one.nearest([known], most=1, alike=0.3)
    assert 0 < (1 << 40) - few.left < 20 * 199 * 10
    assert (1 << 40) - many.left > 199**2
    spent = Likeness(word, 100)
    assert spent.nearest([known] * 1000, most=1, alike=0.3) == []
    assert -2 * 199**2 < spent.left < 0


def test_likeness_is_what_difflib_measures() -> None:
    known = ["releaseName", "valueFiles", "values", "release", "names", "value"]
    for word in ("value", "relaseNmae", "nam", "x"):
        likeness = Likeness(word, 1 << 20)
        assert likeness.nearest(known, most=3, alike=0.5) == difflib.get_close_matches(word, known, n=3, cutoff=0.5)


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


_COMMAND = re.compile(r"\b(kubectl|argocd (app|proj)|swell (?!completion)[a-z]+) [^.;,:`()]*$")
"""The end of a text that begins a command, behind which a word of its own comes."""


@pytest.mark.parametrize("word", [
    "web", "a b", "web; curl x | sh", "$(id)", "`id`", "a'b", 'a"b', "\\", "a\nb", "*", "~root", "#a", "é", "!x", "<x",
    ">x", "&",
])  # fmt: skip
def test_a_word_in_a_command_stays_one_word(word: str) -> None:
    assert shlex.split(f"argocd app get {pasted(word)}")[3:] == [" ".join(word.split())]


@pytest.mark.parametrize("word", ["HEAD~1", "v1~2", "~root", "~", "a=~root", "a:~root", "a~:~root", "a=b~c"])
def test_a_shell_takes_a_tilde_as_it_is_written(word: str) -> None:
    said = subprocess.run(
        ["sh", "-c", f"x={pasted(word)}; printf %s $x {pasted(word)}"], capture_output=True, text=True, check=True
    )
    assert said.stdout == word * 2
    assert (pasted(word) == word) is (word in {"HEAD~1", "v1~2", "a=b~c"})


@pytest.mark.parametrize("word", ["-f", "--server=http://evil.example.com", " --token=x", "-"])
def test_a_word_in_a_command_is_no_option(word: str) -> None:
    assert pasted(word) == "NAME"


def test_each_command_that_people_copy_takes_such_words_alone() -> None:
    found = [place for path in Path(cmp.__file__).parent.rglob("*.py") for place in _raw(path)]
    assert found == []


def _raw(path: Path) -> Iterator[str]:
    """Yield the words that an f-string puts into a command as they are."""
    for text in ast.walk(ast.parse(path.read_text())):
        if not isinstance(text, ast.JoinedStr):
            continue
        before = ""
        for part in text.values:
            if isinstance(part, ast.Constant):
                before += str(part.value)
            elif isinstance(part, ast.FormattedValue) and _COMMAND.search(before):
                said = ast.unparse(part.value)
                if not said.startswith("pasted("):
                    yield f"{path.name}:{part.lineno}: {before[-40:]}{{{said}}}"
            else:
                before += "x"
