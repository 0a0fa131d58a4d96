"""The look at a text that tells whether it has to be parsed for keys that stand twice."""

import time

import pytest

from cmp.checks.catalog.lost_key import _has_flow


@pytest.mark.parametrize(
    ("text", "is_flow"),
    [
        ("a: {b: 1, c: 2}\n", True),
        ("- {b: 1, c: 2}\n", True),
        ("a: [{b: 1, c: 2}]\n", True),
        ("a: {b: {c: 1}, d: 2}\n", False),
        ("a: {b: {c: 1, d: 2}}\n", True),
        ("a: {b: 1}\nc: {d: 1}\n", False),
        ("a: {}\nb: 1, c: 2\n", False),
        ("a: {b: 1,\n", False),
    ],
)
def test_a_mapping_of_two_keys_in_one_line_is_seen(text: str, *, is_flow: bool) -> None:
    assert _has_flow(text) is is_flow


@pytest.mark.parametrize("part", [": {", ": {a", ": {a:", ": {a,", ","])
def test_a_long_line_takes_as_long_as_it_is(part: str) -> None:
    began = time.process_time()
    _has_flow("a: {b: " + part * 300_000)
    assert time.process_time() - began < 3
