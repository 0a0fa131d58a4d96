"""In which fields documents differ."""

import time

import pytest

from cmp.manifests.alignment import is_quick
from cmp.manifests.diff import differences, fields


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, ["a.b"]),
        ({"a": {"x.y/z": 1}}, {"a": {"x.y/z": 2}}, ["a[x.y/z]"]),
        ({"a": [{"name": "x", "v": 1}, {"name": "y"}]}, {"a": [{"name": "y"}, {"name": "x", "v": 2}]}, ["a[x].v"]),
        ({"a": [1, 2]}, {"a": [1, 3, 4]}, ["a[1]", "a[2]"]),
        ({"a": 1}, {"b": 1}, ["a", "b"]),
        ({"a": {"b": 1}}, {"a": [1]}, ["a"]),
        ({"a": [{"name": "x"}]}, {"a": [{"name": {}}]}, ["a[0].name"]),
    ],
)
def test_fields_that_differ_are_named(left: object, right: object, found: list[str]) -> None:
    assert list(differences(left, right)) == found


def test_long_lists_of_equal_elements_are_compared_by_their_places() -> None:
    began = time.process_time()
    assert list(differences({"a": ["b"] * 20_000}, {"a": ["b"] * 20_001})) == ["a[20000]"]
    assert time.process_time() - began < 5


def test_lists_of_few_different_elements_go_by_their_place() -> None:
    left, right = ["a", "b"] * 500, ["b", "a", "b"] * 333
    assert not is_quick(left, right)
    assert [field.path for field in fields({"l": left}, {"l": right})][:2] == ["l[0]", "l[1]"]
