"""JSON patches (RFC 6902): what they do, and what their errors say."""

import copy
from typing import Any

import pytest
from kubectl_patch import RefusedError, patched

from cmp.errors import PatchError
from cmp.manifests import patch

SECRET = "hunter2"  # noqa: S105  (no error may show it)
DOCUMENT: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "web", "labels": {"a/b": "1", "c~d": "2"}},
    "spec": {"containers": [{"name": "app", "args": ["x", "y"]}, {"name": "proxy"}], "hostname": SECRET},
}
APPLIED: dict[str, tuple[list[dict[str, Any]], str, Any]] = {
    "add a field": ([{"op": "add", "path": "/spec/replicas", "value": 3}], "spec.replicas", 3),
    "add over a field": ([{"op": "add", "path": "/spec/hostname", "value": "h"}], "spec.hostname", "h"),
    "add into a list": (
        [{"op": "add", "path": "/spec/containers/0/args/1", "value": "z"}],
        "spec.containers.0.args",
        ["x", "z", "y"],
    ),
    "add to a list's end": (
        [{"op": "add", "path": "/spec/containers/0/args/-", "value": "z"}],
        "spec.containers.0.args",
        ["x", "y", "z"],
    ),
    "remove an element": ([{"op": "remove", "path": "/spec/containers/0"}], "spec.containers", [{"name": "proxy"}]),
    "replace": ([{"op": "replace", "path": "/spec/containers/1/name", "value": "p"}], "spec.containers.1.name", "p"),
    "move": ([{"op": "move", "from": "/spec/hostname", "path": "/spec/moved"}], "spec.moved", SECRET),
    "copy": ([{"op": "copy", "from": "/spec/containers/1", "path": "/spec/copied"}], "spec.copied", {"name": "proxy"}),
    "test, then add": (
        [{"op": "test", "path": "/metadata/name", "value": "web"}, {"op": "add", "path": "/spec/x", "value": None}],
        "spec.x",
        None,
    ),
    "a slash and a tilde in a key": (
        [{"op": "remove", "path": "/metadata/labels/a~1b"}, {"op": "remove", "path": "/metadata/labels/c~0d"}],
        "metadata.labels",
        {},
    ),
    "a step sees what the one before it did": (
        [
            {"op": "add", "path": "/spec/list", "value": []},
            {"op": "add", "path": "/spec/list/-", "value": {"a": 1}},
            {"op": "add", "path": "/spec/list/0/b", "value": 2},
        ],
        "spec.list",
        [{"a": 1, "b": 2}],
    ),
}
OTHERWISE = "correct the operation, or take it out: `swell generate` without this rule prints the object as it is"
ABOVE = "add what lies above it first, or write the patch as a mapping, which creates what it needs"
REFUSED: dict[str, tuple[Any, str, str]] = {
    "no parent": (
        {"op": "add", "path": "/metadata/annotations/a", "value": "1"},
        "patch[0] (add /metadata/annotations/a): /metadata/annotations isn't there",
        ABOVE,
    ),
    "no grandparent": (
        {"op": "add", "path": "/spec/a/b/c", "value": "1"},
        "patch[0] (add /spec/a/b/c): /spec/a isn't there",
        ABOVE,
    ),
    "behind a list's end": (
        {"op": "add", "path": "/spec/containers/3", "value": {}},
        "patch[0] (add /spec/containers/3): the list isn't that long, or it is no list",
        OTHERWISE,
    ),
    "no index": (
        {"op": "add", "path": "/spec/containers/x", "value": {}},
        "patch[0] (add /spec/containers/x): the list isn't that long, or it is no list",
        OTHERWISE,
    ),
    "into a text": (
        {"op": "add", "path": "/spec/hostname/a", "value": 1},
        "patch[0] (add /spec/hostname/a): the list isn't that long, or it is no list",
        OTHERWISE,
    ),
    "nothing to replace": (
        {"op": "replace", "path": "/spec/replicas", "value": 3},
        "patch[0] (replace /spec/replicas): /spec/replicas isn't there",
        "use add, which sets a field whether it is there or not",
    ),
    "nothing to remove": (
        {"op": "remove", "path": "/spec/containers/2"},
        "patch[0] (remove /spec/containers/2): /spec/containers/2 isn't there",
        OTHERWISE,
    ),
    "nothing to move": (
        {"op": "move", "from": "/spec/a", "path": "/spec/b"},
        "patch[0] (move /spec/b): /spec/a isn't there",
        OTHERWISE,
    ),
    "a failed test": (
        {"op": "test", "path": "/spec/hostname", "value": "other"},
        "patch[0] (test /spec/hostname): something else stands there",
        OTHERWISE,
    ),
    "nothing to test": (
        {"op": "test", "path": "/spec/a", "value": 1},
        "patch[0] (test /spec/a): /spec/a isn't there",
        OTHERWISE,
    ),
    "the end of a list": (
        {"op": "remove", "path": "/spec/containers/-"},
        "patch[0] (remove /spec/containers/-): /spec/containers/- isn't there",
        OTHERWISE,
    ),
    "below the end of a list": (
        {"op": "replace", "path": "/spec/containers/-/name", "value": "p"},
        "patch[0] (replace /spec/containers/-/name): /spec/containers/- isn't there",
        "add what lies above it first, or write the patch as a mapping, which creates what it needs",
    ),
    "below a text": (
        {"op": "remove", "path": "/spec/hostname/0"},
        "patch[0] (remove /spec/hostname/0): /spec/hostname/0 isn't there",
        OTHERWISE,
    ),
    "a key with a slash": (
        {"op": "add", "path": "/metadata/labels/x~1y~0/z", "value": "1"},
        "patch[0] (add /metadata/labels/x~1y~0/z): /metadata/labels/x~1y~0 isn't there",
        ABOVE,
    ),
    "a tilde by itself": (
        {"op": "add", "path": "/metadata/labels/x~y", "value": "1"},
        "patch[0] (add): path has a ~ that is neither ~0 nor ~1",
        "write ~0 for ~, and ~1 for /",
    ),
    "into itself": (
        {"op": "move", "from": "/spec", "path": "/spec/a"},
        "patch[0] (move /spec/a): that can't be done there",
        OTHERWISE,
    ),
    "an unknown op": (
        {"op": "put", "path": "/spec", "value": SECRET},
        "patch[0]: op can only be add, remove, replace, move, copy, test",
        "take one of these as `op`",
    ),
    "no value": ({"op": "add", "path": "/spec/a"}, "patch[0] (add): value is missing", "add `value` to that operation"),
    "no path": ({"op": "remove"}, "patch[0] (remove): path is missing", "add `path` to that operation"),
    "no from": ({"op": "copy", "path": "/spec/a"}, "patch[0] (copy): from is missing", "add `from` to that operation"),
    "no slash": (
        {"op": "remove", "path": "spec/hostname"},
        "patch[0] (remove): path has to begin with /",
        "/spec/hostname",
    ),
}
KUBECTL_TAKES = {"nothing to replace", "no value", "a tilde by itself"}  # which RFC 6902 forbids


@pytest.mark.parametrize("name", APPLIED)
def test_a_patch_that_applies(name: str) -> None:
    operations, path, expected = APPLIED[name]
    before = copy.deepcopy((DOCUMENT, operations))

    result = patch.apply(DOCUMENT, operations, where="rules[0]")

    found: Any = result
    for part in path.split("."):
        found = found[int(part) if isinstance(found, list) else part]
    assert found == expected
    assert (DOCUMENT, operations) == before
    assert patched([DOCUMENT], operations, how="json") == [result]


@pytest.mark.parametrize("name", REFUSED)
def test_a_patch_that_does_not_apply(name: str) -> None:
    operation, message, fix = REFUSED[name]

    with pytest.raises(PatchError) as refused:
        patch.apply(DOCUMENT, [operation], where="rules[2], Pod/web")

    assert (refused.value.where, refused.value.message, refused.value.fix) == ("rules[2], Pod/web", message, fix)
    assert SECRET not in f"{refused.value}{refused.value.__cause__}{refused.value.fix}"
    if name not in KUBECTL_TAKES:
        with pytest.raises(RefusedError):
            patched([DOCUMENT], [operation], how="json")


@pytest.mark.parametrize("operation", ["add", 1, None, [], {}, {"op": 1}, {"op": ["add"]}], ids=repr)
def test_what_is_no_operation_is_refused(operation: Any) -> None:
    good = {"op": "add", "path": "/spec/a", "value": 1}

    with pytest.raises(PatchError, match=r"patch\[1\]: op can only be add"):
        patch.apply(DOCUMENT, [good, operation], where="")


def test_the_whole_document_can_be_replaced_but_by_an_object_only() -> None:
    assert patch.apply(DOCUMENT, [{"op": "add", "path": "", "value": {"kind": "A"}}], where="") == {"kind": "A"}
    with pytest.raises(PatchError, match="the patch leaves something that is no object"):
        patch.apply(DOCUMENT, [{"op": "replace", "path": "", "value": [1]}], where="")


def test_no_two_documents_share_what_a_patch_adds() -> None:
    operations = [{"op": "add", "path": "/spec/list", "value": [1]}]

    one, other = (patch.apply(DOCUMENT, operations, where="") for _ in range(2))
    one["spec"]["list"].append(2)

    assert (other["spec"]["list"], operations[0]["value"]) == ([1], [1])


@pytest.mark.parametrize("source", ["/data", "/data/text"])
def test_copies_that_double_are_refused(source: str) -> None:
    document = {"data": {"text": "x" * 1000}}
    doubling = [{"op": "copy", "from": source, "path": f"/data/k{number}"} for number in range(20_000)]
    with pytest.raises(PatchError, match="the copies of this patch have more than 16 MiB"):
        patch.apply(document, doubling, where="rules[0]")


@pytest.mark.parametrize("operation", ["copy", "move"])
def test_a_patch_that_nests_too_deeply_is_refused(operation: str) -> None:
    step: list[dict[str, Any]] = [{"op": "add", "path": "/data/a", "value": {}}]
    nest = [{"op": operation, "from": "/data", "path": "/new"}, {"op": "add", "path": "/data", "value": {}},
            {"op": "move", "from": "/new", "path": "/data/a"}]  # fmt: skip
    with pytest.raises(PatchError, match="nested over 250 levels deep"):
        patch.apply({"data": {}}, step + nest * 400, where="rules[0]")
