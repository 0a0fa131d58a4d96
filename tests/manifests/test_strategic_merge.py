"""Strategic merge patches do to an object what the real kubectl does to it."""

import copy
from pathlib import Path
from typing import Any

import pytest
from kubectl_patch import RefusedError, patched

from cmp import dialect
from cmp.errors import PatchError
from cmp.manifests import patch

CASES = {case["name"]: case for case in dialect.load((Path(__file__).parent / "strategic_merge.yaml").read_text())}


@pytest.mark.parametrize("name", CASES)
def test_a_patch(name: str) -> None:
    case = CASES[name]
    before = copy.deepcopy(case)

    result = patch.apply(case["document"], case["patch"], where="rules[0]")

    assert result == case["result"]
    assert case == before


@pytest.mark.parametrize("name", CASES)
def test_kubectl_does_the_same_unless_it_is_said(name: str) -> None:
    case = CASES[name]
    otherwise = case.get("kubectl", {})
    how = "merge" if "merges" in otherwise else "strategic"

    if "refuses" in otherwise:
        with pytest.raises(RefusedError, match=otherwise["refuses"]):
            patched([case["document"]], case["patch"], how=how)
    else:
        assert patched([case["document"]], case["patch"], how=how) == [otherwise.get("leaves", case["result"])]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"spec": {"containers": [{"image": "i"}]}}, "spec.containers: an element has no name"),
        ({"spec": {"containers": ["app"]}}, "spec.containers: an element has no name"),
        (
            {"spec": {"containers": [{"name": "app", "ports": [{"name": "h"}]}]}},
            "spec.containers.ports: an element has no",
        ),
        ({"spec": {"containers": [{"$patch": "delete"}]}}, "spec.containers: an element has no name"),
        ({"spec": {"tolerations": [{"key": "a", "$patch": "delete"}]}}, "spec.tolerations has no merge key"),
        ({"spec": {"$patch": "delet"}}, "spec: $patch can only be merge, replace or delete"),
        ({"spec": {"new": {"deep": {"$patch": ["x"]}}}}, "spec.new.deep: $patch can only be"),
        ({"spec": {"containers": [{"name": "app", "$patch": 1}]}}, "spec.containers: $patch can only be"),
        ({"$patch": "x"}, "the patch: $patch can only be"),
        (
            {"spec": {"$retainKeys": ["containers"], "hostname": "a"}},
            "spec: $retainKeys has to be a list of all fields",
        ),
        ({"spec": {"$retainKeys": "hostname", "hostname": "a"}}, "spec: $retainKeys has to be a list of all fields"),
        ({"spec": {"$setElementOrder/containers": "app"}}, "spec.$setElementOrder/containers is no list"),
        ({"spec": {"$setElementOrder/containers": ["app"]}}, "spec.containers: an element has no name"),
        (
            {"metadata": {"$deleteFromPrimitiveList/finalizers": {}}},
            "metadata.$deleteFromPrimitiveList/finalizers is no",
        ),
    ],
    ids=str,
)
def test_a_patch_that_makes_no_sense_says_where(given: dict[str, Any], message: str) -> None:
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"finalizers": ["a"]},
        "spec": {"containers": [{"name": "app", "ports": [{"containerPort": 80}]}], "tolerations": [{"key": "a"}]},
    }

    with pytest.raises(PatchError) as refused:
        patch.apply(pod, given, where="swell.yaml:7: rules[2], Pod/web")

    assert refused.value.where == "swell.yaml:7: rules[2], Pod/web"
    assert refused.value.message.startswith(message)


def test_what_cannot_be_told_apart_in_the_document_is_said() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "i"}]}}

    with pytest.raises(PatchError, match=r"spec\.containers: an element has no name"):
        patch.apply(pod, {"spec": {"containers": [{"name": "a"}]}}, where="")


def test_a_document_that_is_no_object_of_kubernetes_is_merged_like_a_custom_resource() -> None:
    assert patch.apply({"a": [1], "kind": 1}, {"a": [2], "b": {"c": None}}, where="") == {"a": [2], "kind": 1, "b": {}}
