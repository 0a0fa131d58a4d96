import copy
import operator
from collections.abc import Callable
from typing import Any

import pytest

from cmp import dialect
from cmp.manifests.split import split
from cmp.model import Decision, Finding, Manifest, Place, Severity
from cmp.value import FrozenDict, FrozenList, frozen

TEXT = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: web, labels: {app: web}, annotations: {note: old}}
data: {key: text}
list: [{name: a}, {name: b}]
"""


def given() -> Manifest:
    (manifest,) = split(TEXT, namespace="sea")
    return manifest


def annotated() -> Manifest:
    """Return the object with another annotation, whose document shares all else with the one before."""
    before = given()
    decision = Decision(ref=before.ref, place=Place.ANNOTATIONS, key="note", value="new", why="")
    return before.with_head(before.head.decided([decision]))


MAPPINGS: dict[str, Callable[[Any], Any]] = {
    "the document": lambda one: one.document,
    "its metadata": lambda one: one.document["metadata"],
    "its annotations": lambda one: one.document["metadata"]["annotations"],
    "its body": lambda one: one.document["data"],
    "an item of a list in it": lambda one: one.document["list"][0],
    "the labels of its head": lambda one: one.head.labels,
    "the annotations of its head": lambda one: one.head.annotations,
}
ON_A_MAPPING: dict[str, Callable[[Any], Any]] = {
    "set": lambda one: operator.setitem(one, "key", "other"),
    "delete": lambda one: operator.delitem(one, next(iter(one))),
    "update": lambda one: one.update(key="other"),
    "join": lambda one: operator.ior(one, {"key": "other"}),
    "default": lambda one: one.setdefault("more", "other"),
    "pop": lambda one: one.pop(next(iter(one))),
    "pop an item": lambda one: one.popitem(),
    "clear": lambda one: one.clear(),
}
ON_A_LIST: dict[str, Callable[[Any], Any]] = {
    "set": lambda one: operator.setitem(one, 0, {}),
    "delete": lambda one: operator.delitem(one, 0),
    "append": lambda one: one.append({}),
    "extend": lambda one: one.extend([{}]),
    "join": lambda one: operator.iadd(one, [{}]),
    "repeat": lambda one: operator.imul(one, 2),
    "insert": lambda one: one.insert(0, {}),
    "pop": lambda one: one.pop(),
    "remove": lambda one: one.remove(one[0]),
    "clear": lambda one: one.clear(),
    "sort": lambda one: one.sort(key=str),
    "reverse": lambda one: one.reverse(),
}


@pytest.mark.parametrize("made", [given, annotated])
@pytest.mark.parametrize("part", MAPPINGS)
@pytest.mark.parametrize("change", ON_A_MAPPING)
def test_no_mapping_of_a_manifest_can_be_changed(made: Callable[[], Manifest], part: str, change: str) -> None:
    mapping = MAPPINGS[part](made())
    before = dict(mapping)
    with pytest.raises(TypeError, match="cannot be changed"):
        ON_A_MAPPING[change](mapping)
    assert dict(mapping) == before


@pytest.mark.parametrize("change", ON_A_LIST)
def test_no_list_of_a_document_can_be_changed(change: str) -> None:
    found = given().document["list"]
    with pytest.raises(TypeError, match="cannot be changed"):
        ON_A_LIST[change](found)
    assert found == [{"name": "a"}, {"name": "b"}]


READING = {"copy", "count", "fromkeys", "get", "index", "items", "keys", "values"}
CHANGING = {"__setitem__", "__delitem__", "__ior__", "__iadd__", "__imul__"}


@pytest.mark.parametrize(("kind", "plain"), [(FrozenDict, dict), (FrozenList, list)])
def test_every_method_but_those_that_read_is_refused(kind: type, plain: type) -> None:
    named = {name for name in dir(plain) if not name.startswith("__")} | (CHANGING & set(dir(plain)))
    assert {name for name in named if getattr(kind, name) == getattr(plain, name)} <= READING


def test_a_frozen_document_is_written_as_the_plain_one_is() -> None:
    plain = dialect.load(TEXT)
    assert frozen(plain) == plain
    assert dialect.dump(frozen(plain)) == dialect.dump(plain)
    assert dialect.to_json(frozen(plain)) == dialect.to_json(plain)


def test_a_deep_copy_of_a_document_can_be_changed_and_leaves_it() -> None:
    document = given().document
    copied = copy.deepcopy(document)
    copied["list"][0]["name"] = "other"
    copied["metadata"]["labels"]["app"] = "other"
    assert document == dialect.load(TEXT)


def test_a_sentence_that_quotes_much_is_cut() -> None:
    finding = Finding(severity=Severity.INFO, ref=None, message="a" * 5_000, fix="b" * 10)
    assert finding.message == "a" * 4_000 + "..."
    assert finding.fix == "b" * 10
    assert finding.replace(fix="c" * 5_000).fix == "c" * 4_000 + "..."
