"""How parameters and templates are laid over each other; tests/e2e/test_applicationsets.py tries them with Argo CD."""

import pytest

from cmp.applicationset.merging import filled, overridden
from cmp.applicationset.model import Strings
from cmp.errors import RequestError


def test_what_is_empty_in_a_template_is_filled_and_nothing_else() -> None:
    own = {"a": "", "b": "own", "c": False, "d": [], "e": {"x": 1}, "f": ["own"]}
    base = {"a": "base", "b": "base", "c": True, "d": ["base"], "e": {"x": 2, "y": 2}, "f": ["base"], "g": "base"}
    expected = {"a": "base", "b": "own", "c": True, "d": ["base"], "e": {"x": 1, "y": 2}, "f": ["own"], "g": "base"}
    assert filled(own, base) == expected


def test_values_of_helm_that_are_an_object_are_one_value() -> None:
    assert filled({"valuesObject": {"a": 1}}, {"valuesObject": {"b": 2}}) == {"valuesObject": {"a": 1}}
    assert filled({"valuesObject": None}, {"valuesObject": {"b": 2}}) == {"valuesObject": {"b": 2}}


def test_maps_are_merged_and_all_else_is_replaced_be_it_empty() -> None:
    below = {"a": {"x": 1, "y": 2}, "b": "full", "c": [1, 2], "d": 1}
    assert overridden(below, {"a": {"y": 3}, "b": "", "c": [], "d": None}) == {
        "a": {"x": 1, "y": 3},
        "b": "",
        "c": [],
        "d": None,
    }
    assert below["a"] == {"x": 1, "y": 2}


def test_over_the_texts_of_a_git_generator_only_such_are_laid() -> None:
    merged = overridden({"values": Strings(a="1")}, {"values": Strings(b="2")})
    assert isinstance(merged["values"], Strings)
    with pytest.raises(RequestError, match="as texts") as refusal:
        overridden({"values": Strings(a="1")}, {"values": {"b": "2"}})
    assert refusal.value.fix
