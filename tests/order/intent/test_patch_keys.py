"""A patch decides about a key where it names it, or something above it."""

import pytest

from cmp.order.intent.patch_keys import writes

KEY = "a.example/b~c"


@pytest.mark.parametrize(
    "patch",
    [
        {"metadata": {"labels": {KEY: "x"}}},
        {"metadata": {"labels": {KEY: None}}},
        {"metadata": {"labels": None}},
        {"metadata": {"labels": {"$patch": "replace"}}},
        {"$patch": "replace"},
        [{"op": "test", "path": "/a"}, {"op": "remove", "path": "/metadata/labels/a.example~1b~0c"}],
        [{"op": "replace", "path": "/metadata/labels", "value": {}}],
        [{"op": "replace", "path": "", "value": {}}],
        [{"op": "move", "from": "/metadata/labels", "path": "/data"}],
    ],
)
def test_a_patch_writes_what_it_names(patch: dict[str, object] | list[dict[str, object]]) -> None:
    assert writes(patch, ("metadata", "labels", KEY))


@pytest.mark.parametrize(
    "patch",
    [
        None,
        {},
        {"metadata": {"labels": {"other": "x"}}},
        {"metadata": {"annotations": {KEY: "x"}}},
        {"spec": {"metadata": {"labels": {KEY: "x"}}}},
        [{"op": "test", "path": "/metadata/labels"}],
        [{"op": "copy", "from": "/metadata/labels", "path": "/data"}],
        [{"op": "add", "path": "/metadata/labels/other", "value": "x"}],
    ],
)
def test_and_nothing_else(patch: dict[str, object] | list[dict[str, object]] | None) -> None:
    assert not writes(patch, ("metadata", "labels", KEY))
