"""Scalars: what Go sees in them, what it sees in what Swell writes, and where PyYAML alone would go wrong."""

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from go_yaml import probe, same, specs

from cmp import dialect
from cmp.dialect import scalars

MEANINGS: dict[str, Any] = {
    "1e3": 1000,
    "25921e05": 2592100000,  # a possible short git hash
    "1234e56": 1.234e59,
    "123e4567": "123e4567",
    "7e56789": "7e56789",
    "1e400": "1e400",
    "-1e400": "-1e400",
    "1e-400": 0,
    "0o7": 7,
    "0o14": 12,
    "08": 8,
    "09": 9,
    "-09.5": -9.5,
    "+.5": 0.5,
    ".5": 0.5,
    "5.": 5,
    "-.5e-3": -0.0005,
    ".": ".",
    "+": "+",
    "y": True,
    "Y": True,
    "n": False,
    "N": False,
    "yes": True,
    "no": False,
    "on": True,
    "OFF": False,
    "oN": "oN",
    "tRUE": "tRUE",
    "~": None,
    "null": None,
    "Null": None,
    "nULL": "nULL",
    "1:20": "1:20",
    "190:20:30.15": "190:20:30.15",
    "2024-01-01": "2024-01-01",
    "2024-01-01T12:00:00Z": "2024-01-01T12:00:00Z",
    "=": "=",
    "<<": "<<",
    "1_000": 1000,
    "_1": "_1",
    "1__0_": 10,
    "._1": "._1",
    ".1_0": 0.1,
    ".1__0": ".1__0",
    ".1_": ".1_",
    "0x1F": 31,
    "0X_1f": 31,
    "-0x1F": -31,
    "0x": "0x",
    "0xfffffffffffffffff": "0xfffffffffffffffff",
    "0b11": 3,
    "0b2": "0b2",
    "0b-11": -3,  # ParseInt is asked twice
    "0b+11": 3,
    "-0b-11": "-0b-11",
    "0B-11": "0B-11",
    "012": 10,
    "0777777777777777777777777": 7.77777777777777777777777e23,
    "9223372036854775807": 9223372036854775807,
    "-9223372036854775808": -9223372036854775808,
    "-9223372036854775809": -9223372036854776000,
    "18446744073709551615": 18446744073709551615,
    "18446744073709551616": 18446744073709552000,
    "+18446744073709551615": 18446744073709552000,
    "1" * 400: "1" * 400,
    "1" * 5000: "1" * 5000,  # more digits than Python's int() takes
    "1234567890123456789.0": 1234567890123456800,  # the fewest digits, as Go's JSON prints it
    "1e20": 10**20,
    "1e21": 1e21,
    "-0": 0,
    "-0.0": 0,
    "0x1p4": "0x1p4",
    "inf": "inf",
    "nan": "nan",
    "\u0661": "\u0661",  # a digit, though not one of Go's
    "1\u00a0": "1\u00a0",
}
ALPHABET = "0123456789" * 4 + "+-._eExXoObB" * 3 + "abcdfnyNYZT:~=<!/ " + "é\u00a0\u0661😀"
WORDS = (
    "true null ~ yes on y 0x 0b 0o 1e .inf nan _ 1_000 2001-01-01 12:30 0b-1 99999999999999999999 18446744073709551615"
    " 9223372036854775808 e05 << = # ' \""
)
NEEDS_QUOTES = re.compile(r"""\A(?:[!#'":]|-?(?: |\Z))|: | \#|:\Z""")
ENDLESS = {sign + dot for sign in ("", "+", "-") for dot in (".inf", ".Inf", ".INF")} | {".nan", ".NaN", ".NAN"}


def test_a_plain_scalar_means_what_it_means_to_go() -> None:
    read = dialect.load("\n".join(f"- {text}" for text in MEANINGS))

    assert [(text, got) for text, got in zip(MEANINGS, read, strict=True)] == list(MEANINGS.items())
    assert same(specs(probe("\n".join(f"- {text}" for text in MEANINGS))), [read])


@pytest.mark.parametrize("text", MEANINGS, ids=lambda text: text[:32])
def test_a_text_is_quoted_where_go_would_see_something_else(text: str) -> None:
    assert dialect.load(dialect.dump(text)) == text
    assert isinstance(MEANINGS[text], str) or dialect.dump(text)[0] in "'\""


def test_a_number_is_told_from_everything_else() -> None:
    numbers = {text: value for text, value in MEANINGS.items() if type(value) in (int, float)}

    assert {text: scalars.number(text) for text in (*MEANINGS, ".inf", "-.Inf", ".NaN")} == {
        **dict.fromkeys((*MEANINGS, ".inf", "-.Inf", ".NaN")),
        **numbers,
    }


def test_60_000_random_plain_scalars_mean_what_they_mean_to_go() -> None:
    texts = list(_plain(Random(1), 60_000))  # noqa: S311
    document = "\n".join(f"- {text}" for text in texts)

    read, (go,) = dialect.load(document), specs(probe(document))

    assert same(read, go), [(text, a, b) for text, a, b in zip(texts, read, go, strict=True) if not same(a, b)]


def test_30_000_random_quoted_scalars_mean_what_they_mean_to_go() -> None:
    random = Random(2)  # noqa: S311
    texts = [text.center(random.randint(0, 12)) for text in _scalars(random, 30_000)]
    document = "\n".join(f"- {_quoted(text, random)}" for text in texts)

    assert dialect.load(document) == texts
    assert specs(probe(document)) == [texts]


def test_30_000_random_texts_are_read_back_by_go_as_they_were_written() -> None:
    texts = list(_scalars(Random(3), 30_000))  # noqa: S311

    assert specs(probe(dialect.dump(texts))) == [texts]
    assert dialect.load(dialect.dump(texts)) == texts


def _scalars(random: Random, count: int) -> Iterator[str]:
    words = WORDS.split()
    for _ in range(count):
        match random.randrange(5):
            case 0:
                yield f"{random.random() * 10 ** random.randint(-300, 300):.{random.randint(0, 18)}e}"
            case 1:
                yield f"{random.random() * 10 ** random.randint(-5, 22):.{random.randint(0, 5)}f}"
            case 2:
                yield "".join(random.choice(words) for _ in range(random.randint(1, 3)))
            case _:
                yield "".join(random.choice(ALPHABET) for _ in range(random.randint(1, 9)))


def _plain(random: Random, count: int) -> Iterator[str]:
    """Yield scalars that need no quotes in a list, with blanks around them."""
    found = 0
    for text in _scalars(random, 10 * count):
        core = text.strip(" ")
        if core in ENDLESS or NEEDS_QUOTES.search(core):
            continue
        yield " " * random.randrange(3) + core + " " * random.randrange(3)
        found += 1
        if found == count:
            return


def _quoted(text: str, random: Random) -> str:
    match random.randrange(3):
        case 0:
            return "'" + text.replace("'", "''") + "'"
        case 1:
            return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'
        case _:
            return json.dumps(text, ensure_ascii=False)
