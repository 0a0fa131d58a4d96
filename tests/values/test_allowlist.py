"""Layers that may set some values and no others."""

import pytest

from cmp.errors import ConfigError
from cmp.values.allowlist import MOST, refuse_others
from cmp.values.layer import Layer


def layer(text: str) -> Layer:
    return Layer(name="prod.yaml", text=text, path="/r/prod.yaml")


@pytest.mark.parametrize(
    ("allow", "text"),
    [
        (["a.b"], "a: {b: 1}"),
        (["a.b"], "a: {b: {c: 1, d: {e: 2}}}"),
        (["a.*.c", "a.b.d"], "a: {b: {c: 1, d: 2}, x: {c: 3}}"),
        (["*"], "a: 1\nb: {c: 2}"),
        (["a?.b[cd]"], "ax: {bc: 1, bd: 2}"),
        ([r"a\.b.c"], "a.b: {c: 1}"),
    ],
)
def test_what_a_path_names_and_all_below_it_may_be_set(allow: list[str], text: str) -> None:
    refuse_others(layer(text), allow)


@pytest.mark.parametrize(
    ("allow", "text"),
    [
        ([], "a: 1"),
        (["a.b"], "a: 1"),
        (["a.b"], "a: {b: 1, c: 2}"),
        (["a.*.c"], "a: {b: {d: 1}}"),
        (["*.b"], "a: {b: 1}\nc: {d: null}"),
        (["a.b"], "a.b: 1"),
        ([""], "a: 1"),
    ],
)
def test_what_no_path_names_may_not(allow: list[str], text: str) -> None:
    with pytest.raises(ConfigError, match="may not be set by this file"):
        refuse_others(layer(text), allow)


def test_comparisons_with_wildcards_are_bounded_and_other_paths_need_none() -> None:
    many = range(int(MOST**0.5) + 1)
    text = "".join(f"k{number}: {{a{number}: 1}}\n" for number in many)
    refuse_others(layer(text), [f"k{number}.a{number}" for number in many])
    refuse_others(layer(text), [f"*.a{number}" for number in many])
    with pytest.raises(ConfigError, match=f"more than {MOST} times"):
        refuse_others(layer(text), [f"?{number}.a{number}" for number in many])
