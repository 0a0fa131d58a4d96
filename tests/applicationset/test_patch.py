"""Template patches; tests/e2e/test_applicationsets.py lays them over Applications with Argo CD's own code."""

import pytest

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


@pytest.mark.parametrize("text", ["hello", "[1]", "{", "spec: {$patch: replace}"])
def test_what_is_no_patch_and_a_directive_is_refused(text: str) -> None:
    with pytest.raises(RequestError) as refusal:
        patched(APPLICATION, text)
    assert refusal.value.fix
