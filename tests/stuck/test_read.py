"""Reading what Argo CD and kubectl print, and what other programs may print instead."""

import json

import pytest
from stuck_apps import RECORDED, application

from cmp import dialect
from cmp.errors import RequestError
from cmp.model import Ref
from cmp.stuck.read import events, reported

_TEXT = (RECORDED / "image-pull/application.json").read_text()


def test_json_and_yaml_say_the_same() -> None:
    assert reported(dialect.dump(json.loads(_TEXT)), origin="-") == reported(_TEXT, origin="-")


def test_a_list_of_one_application_is_that_application() -> None:
    listed = json.dumps({"kind": "List", "apiVersion": "v1", "items": [json.loads(_TEXT)]})
    assert reported(listed, origin="-") == reported(_TEXT, origin="-")


def test_a_list_of_several_is_no_answer() -> None:
    two = json.dumps({"kind": "List", "items": [json.loads(_TEXT)] * 2})
    with pytest.raises(RequestError, match="2 objects are listed"):
        reported(two, origin="-")


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "web", "{", "{}", '{"kind": "Application"}',
        '{"kind": "Deployment", "apiVersion": "apps/v1"}',
        "[" * 100_000, '{"a":' * 100_000, "a: " * 10_000, '{"kind": ' + "9" * 10_000 + "}", "a: &a [*a]", "\x00",
    ],
)  # fmt: skip
def test_what_is_no_application_is_one_clear_error(text: str) -> None:
    with pytest.raises(RequestError) as caught:
        reported(text, origin="what came on stdin")
    assert str(caught.value).startswith("what came on stdin: this is n")
    assert len(str(caught.value).splitlines()) == 1
    assert "argocd app get" in caught.value.fix


_ODD = [None, 1, -1, 1e300, True, "", "x", [], {}, [[]], [{}], [None], {"a": 1}]


@pytest.mark.parametrize("odd", _ODD, ids=repr)
def test_a_field_of_another_type_counts_as_not_said(odd: object) -> None:
    document = application("waiting for completion of hook batch/Job/x")
    for holder, key in [
        (document, "metadata"), (document, "spec"), (document, "operation"), (document, "status"),
        (document["status"], "operationState"), (document["status"], "resources"), (document["status"], "conditions"),
        (document["status"]["operationState"], "syncResult"), (document["status"]["operationState"], "message"),
        (document["status"]["operationState"], "retryCount"), (document["status"]["operationState"], "startedAt"),
    ]:  # fmt: skip
        kept = holder.get(key)
        holder[key] = odd
        assert reported(json.dumps(document), origin="-").namespace in ("argocd", "")
        holder[key] = kept


@pytest.mark.parametrize("text", ["{}", "[]", '{"items": 1}', '{"items": {}}', "items:"])
def test_what_is_no_list_of_events_is_one_clear_error(text: str) -> None:
    with pytest.raises(RequestError, match=r"this is n") as caught:
        events(text, origin="events.json")
    assert "kubectl get events" in caught.value.fix


@pytest.mark.parametrize("odd", _ODD, ids=repr)
def test_an_event_with_a_field_of_another_type_is_read(odd: object) -> None:
    one = {"involvedObject": odd, "message": odd, "reason": odd, "type": odd, "series": odd, "lastTimestamp": odd}
    (found,) = events(json.dumps({"items": [one, odd] if not isinstance(odd, dict) else [one]}), origin="-")
    assert found.ref.namespace == ""


def test_an_event_of_the_newer_kind_is_read_likewise() -> None:
    one = {
        "kind": "Event", "apiVersion": "events.k8s.io/v1", "type": "Warning", "note": "no node",
        "regarding": {"apiVersion": "v1", "kind": "Pod", "namespace": "web", "name": "a"},
        "eventTime": "2026-11-29T10:00:00.123456Z", "series": {"lastObservedTime": "2026-11-29T10:05:00.000000Z"},
    }  # fmt: skip
    (found,) = events(json.dumps({"items": [one]}), origin="-")
    assert (found.ref, found.message, found.last) == (
        Ref("", "Pod", "web", "a"),
        "no node",
        "2026-11-29T10:05:00.000000",
    )


def test_events_are_sorted_by_their_last_time() -> None:
    times = ("2026-11-29T10:00:02Z", "2026-11-29T10:00:01Z", "2026-11-29T10:00:03Z")
    found = events(json.dumps({"items": [{"message": time, "lastTimestamp": time} for time in times]}), origin="-")
    assert [one.message for one in found] == sorted(times)


@pytest.mark.parametrize("name", ["web\nargocd app get web", "web\u202e", "web\x1b[31m"])
def test_a_name_that_kubernetes_takes_from_none_counts_as_not_said(name: str) -> None:
    document = application()
    document["metadata"] |= {"name": name, "namespace": name, "finalizers": [name, "kept"]}
    found = reported(json.dumps(document), origin="-")
    assert (found.name, found.namespace, found.finalizers) == ("", "argocd", ("kept",))


def test_an_application_without_a_namespace_lies_where_argo_cd_does() -> None:
    said = json.loads(_TEXT)
    del said["metadata"]["namespace"]
    assert reported(json.dumps(said), origin="-").namespace == "argocd"
