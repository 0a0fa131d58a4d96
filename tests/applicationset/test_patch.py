"""Template patches; tests/e2e/test_applicationsets.py lays them over Applications with Argo CD's own code."""

import time

import pytest

from cmp import dialect
from cmp.applicationset.patch import patched
from cmp.errors import RequestError

APPLICATION = {
    "metadata": {"name": "web", "labels": {"a": "1", "b": "2"}, "finalizers": ["x/a", "x/z"]},
    "spec": {"project": "default", "source": {"helm": {"valueFiles": ["a.yaml"], "releaseName": "r"}}},
}


def test_maps_are_merged_lists_replaced_and_null_takes_away() -> None:
    found = patched(
        APPLICATION, "metadata: {labels: {a: null, c: '3'}}\nspec: {source: {helm: {valueFiles: [b.yaml]}}}"
    )
    assert found["metadata"]["labels"] == {"b": "2", "c": "3"}
    assert found["spec"]["source"] == {"helm": {"valueFiles": ["b.yaml"], "releaseName": "r"}}


def test_the_project_stays_and_finalizers_add_up() -> None:
    found = patched(APPLICATION, '{"metadata": {"finalizers": ["x/c", "x/z"]}, "spec": {"project": "admin"}}')
    assert found["spec"]["project"] == "default"
    assert found["metadata"]["finalizers"] == ["x/c", "x/a", "x/z"]


@pytest.mark.parametrize(
    "text",
    [
        *("hello", "[1]", "{", "spec: {$patch: replace}"),
        *("metadata: a", "metadata: [a]", "metadata: null", "spec: null", "spec: x"),
        *("metadata: {finalizers: {a: b}}", "metadata: {finalizers: [{a: b}]}"),
    ],
)
def test_what_is_no_patch_and_a_directive_is_refused(text: str) -> None:
    with pytest.raises(RequestError) as refusal:
        patched(APPLICATION, text)
    assert refusal.value.fix


def test_many_finalizers_add_up_at_once() -> None:
    many = [f"x/{number}" for number in range(20_000)]
    application = {**APPLICATION, "metadata": {"name": "web", "finalizers": many}}
    began = time.process_time()
    found = patched(application, dialect.to_json({"metadata": {"finalizers": [*many[::-2], "y"]}}))
    assert len(found["metadata"]["finalizers"]) == 20_001
    assert time.process_time() - began < 10
