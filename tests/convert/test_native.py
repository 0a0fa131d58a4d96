"""What an Application of Argo CD's own Helm says."""

from typing import Any

import pytest

from cmp.convert.native import Native, native
from cmp.errors import RequestError


def _native(helm: dict[str, Any], **more: Any) -> Native:
    source = {"repoURL": "https://git.example.com/a.git", "path": "web", "helm": helm, **more}
    return native({"source": source}, "app.yaml")


def test_an_object_of_values_counts_before_their_text() -> None:
    assert _native({"values": "a: 1\n", "valuesObject": {"b": 2}}).values == "b: 2\n"
    assert _native({"values": "a: 1 # one\n"}).values == "a: 1 # one\n"


def test_forced_strings_become_values_and_no_parameter_of_theirs_stays() -> None:
    said = [
        {"name": "image.tag", "value": "1.10", "forceString": True},
        {"name": "image.tag", "value": "2"},
        {"name": r"labels.a\.b", "value": "true", "forceString": True},
        {"name": "replicas", "value": "3"},
    ]
    found = _native({"parameters": said, "values": "image: {name: web}\n"})
    assert found.values == "image:\n  name: web\n  tag: '1.10'\nlabels:\n  a.b: 'true'\n"
    assert found.parameters == (("replicas", "3"),)


@pytest.mark.parametrize(
    ("helm", "told"),
    [
        ({"parameters": [{"name": "a[0].b", "value": "1", "forceString": True}]}, "its path leads into a list"),
        ({"parameters": [{"name": False, "value": "1"}]}, "a `name` in `helm.parameters` must be a text"),
        ({"parameters": [{"name": "a", "value": 1}]}, "a `value` in `helm.parameters` must be a text"),
        ({"parameters": ["a=1"]}, "a `name` in `helm.parameters` must be a text"),
        ({"fileParameters": [{"name": "a", "path": 1}]}, "a `path` in `helm.fileParameters` must be a text"),
        ({"valeFiles": []}, "`helm` has no field valeFiles"),
        ({"values": "a: [", "parameters": [{"name": "a", "value": "1", "forceString": True}]}, "`values`: "),
    ],
)
def test_what_has_no_counterpart_is_refused(helm: dict[str, Any], told: str) -> None:
    with pytest.raises(RequestError) as refused:
        _native(helm)
    assert refused.value.message.startswith(told) or told in refused.value.message
    assert refused.value.fix


@pytest.mark.parametrize("other", ["kustomize", "directory"])
def test_a_source_of_another_tool_is_refused_by_name(other: str) -> None:
    with pytest.raises(RequestError, match=f"its source has `{other}`"):
        _native({}, **{other: {}})


def test_two_sources_that_are_rendered_are_refused() -> None:
    with pytest.raises(RequestError, match="2 of its sources are rendered"):
        native({"sources": [{"path": "web"}, {"chart": "db"}]}, "app.yaml")


def test_what_is_left_out_is_told() -> None:
    assert [note.partition("`")[2].partition("`")[0] for note in _native({"passCredentials": True}).notes] == [
        "passCredentials"
    ]
