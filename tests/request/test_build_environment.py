"""Filling Argo CD's build environment into a text, as os.Expand of Go does."""

import pytest

from cmp.errors import RequestError
from cmp.request.build_environment import expanded, mentioned

WORDS = {"NAME": "web", "A_1": "one"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$NAME-values", "web-values"),
        ("${NAME}values", "webvalues"),
        ("$NAMEvalues", ""),
        ("$A_1.$NONE.${NONE}", "one.."),
        ("a$$NAME ${$}", "a$NAME $"),
        ("5$ and $ and $.", "5$ and $ and $."),
        ("${}a${ b", "a b"),
        ("$1NAME $*", "NAME "),
        ("${NAME", "NAME"),
        ("$ä", "$ä"),
    ],
)
def test_a_text_is_expanded_as_by_go(text: str, found: str) -> None:
    assert expanded(text, WORDS) == found


def test_a_text_that_names_a_long_one_often_is_refused() -> None:
    assert expanded("$NAME" * 1_000, {"NAME": "x" * 1_000}) == "x" * 1_000_000
    with pytest.raises(RequestError, match="longer"):
        expanded("$NAME" * 10_000, {"NAME": "x" * 100_000})


def test_the_names_of_a_text_are_told() -> None:
    assert mentioned("$NAME ${A_1} $$ $") == {"NAME", "A_1", "$"}
