"""Reading an Application and events, which may come from anywhere: what is not as Argo CD writes it counts as not said.

Shapes: ApplicationStatus, OperationState, SyncOperationResult, ResourceResult and ResourceStatus in
pkg/apis/application/v1alpha1/types.go of Argo CD 3.4.13, 3.5.7 and 3.6.1, the same in all three; Event of Kubernetes'
`v1` and of `events.k8s.io/v1`.
"""

import json
from collections.abc import Mapping
from typing import Any

from cmp import dialect
from cmp.errors import RequestError
from cmp.model import Ref
from cmp.stuck.model import Event, Operation, Reported, Resource, Result

_APPLICATION = "`argocd app get NAME -o json` or `kubectl get application NAME -o json`"
_EVENTS = "`kubectl get events -n NAMESPACE -o json`"
_OF_A_CLUSTER = frozenset({"uid", "resourceVersion", "creationTimestamp"})
"""Fields of the metadata that an API server writes."""
_LONGEST = 4000
"""Characters of a message that are looked at; Kubernetes keeps 1,024 of an event's."""
_LONGEST_NAME = 253
"""Characters of a name, as Kubernetes bounds them; it takes none with a sign that can't be printed, or a line end."""
_HOME = "argocd"  # the namespace of an Application whose file does not say it
_MOST = 20_000
"""Objects, results and events that are looked at, each: an Application of more does not fit into the API server."""
Document = Mapping[str, Any]


def reported(text: str, *, origin: str) -> Reported:
    """Return what an Application says, from JSON or YAML; of a List the one Application in it.

    Raises:
        RequestError: the text can't be read, or it is not one Application.
    """
    document = _document(text, origin, _APPLICATION)
    items = _mappings(document, "items")
    if len(items) > 1:
        names = ", ".join(_text(_mapping(item, "metadata"), "name") for item in items[:3])
        raise RequestError(
            f"{len(items)} objects are listed, and one command answers for one Application",
            where=origin,
            here=f"{names}, ...",
            fix=f"name one: {_APPLICATION}",
        )
    found = items[0] if items else document
    if found.get("kind") != "Application" or not _text(found, "apiVersion").startswith("argoproj.io/"):
        raise RequestError("this is no Application of Argo CD", where=origin, fix=f"give what {_APPLICATION} prints")
    if "status" not in found and not _mapping(found, "metadata").keys() & _OF_A_CLUSTER:
        raise RequestError(
            "the Application has no status: it is what a repository holds, and not what the cluster reports",
            where=origin,
            fix=f"give what {_APPLICATION} prints",
        )
    return _reported(found)


def events(text: str, *, origin: str) -> tuple[Event, ...]:
    """Return the events in what kubectl prints, oldest first.

    Raises:
        RequestError: the text can't be read, or it is no list.
    """
    document = _document(text, origin, _EVENTS)
    if not isinstance(document.get("items"), list):
        raise RequestError("this is no list of events", where=origin, fix=f"give what {_EVENTS} prints")
    found = [_event(one) for one in _mappings(document, "items") if one.get("kind", "Event") == "Event"]
    return tuple(sorted(found, key=lambda event: event.last))


def _document(text: str, origin: str, fix: str) -> Document:
    """Return the mapping that a text holds; JSON has a reader of its own, which takes a tenth of the time."""
    try:
        found = json.loads(text) if text.lstrip().startswith("{") else dialect.load(text)
    except (ValueError, RecursionError, dialect.YamlError):
        found = None
    if not isinstance(found, dict):
        raise RequestError(
            "this is neither a JSON object nor a YAML mapping", where=origin, fix=f"give what {fix} prints"
        )
    return found


def _reported(document: Document) -> Reported:
    metadata, spec, status = (_mapping(document, key) for key in ("metadata", "spec", "status"))
    return Reported(
        name=_name(metadata, "name"),
        namespace=_name(metadata, "namespace") or _HOME,
        destination=_name(_mapping(spec, "destination"), "namespace"),
        asked=bool(_mapping(document, "operation")),
        deleted=_text(metadata, "deletionTimestamp"),
        finalizers=_texts(metadata, "finalizers"),
        operation=_operation(_mapping(status, "operationState")),
        resources=tuple(_resource(one) for one in _mappings(status, "resources")),
        conditions=tuple((_text(one, "type"), _text(one, "message")) for one in _mappings(status, "conditions")),
        sync=_text(_mapping(status, "sync"), "status"),
        health=_text(_mapping(status, "health"), "status"),
    )


def _operation(state: Document) -> Operation | None:
    if not _text(state, "phase"):
        return None
    return Operation(
        phase=_text(state, "phase"),
        message=_text(state, "message"),
        started=_text(state, "startedAt"),
        finished=_text(state, "finishedAt"),
        retries=_number(state, "retryCount"),
        limit=_number(_mapping(_mapping(state, "operation"), "retry"), "limit"),
        results=tuple(_result(one) for one in _mappings(_mapping(state, "syncResult"), "resources")),
    )


def _result(one: Document) -> Result:
    return Result(
        ref=_ref(one),
        phase=_text(one, "syncPhase"),
        hook=_text(one, "hookType"),
        hook_phase=_text(one, "hookPhase"),
        status=_text(one, "status"),
        message=_text(one, "message"),
    )


def _resource(one: Document) -> Resource:
    health = _mapping(one, "health")
    return Resource(
        ref=_ref(one),
        status=_text(one, "status"),
        health=_text(health, "status"),
        message=_text(health, "message"),
        wave=_number(one, "syncWave"),
        hook=one.get("hook") is True,
    )


def _event(one: Document) -> Event:
    about = _mapping(one, "involvedObject") or _mapping(one, "regarding")
    version = _text(about, "apiVersion")
    group = version.rpartition("/")[0]
    series = _mapping(one, "series")
    times = (
        _text(one, "lastTimestamp"), _text(one, "deprecatedLastTimestamp"), _text(series, "lastObservedTime"),
        _text(one, "eventTime"), _text(one, "firstTimestamp"),
    )  # fmt: skip
    return Event(
        ref=Ref(group, _name(about, "kind"), _name(about, "namespace"), _name(about, "name")),
        reason=_text(one, "reason"),
        message=_text(one, "message") or _text(one, "note"),
        warning=_text(one, "type") == "Warning",
        last=max(time.rstrip("Z") for time in times),
    )


def _ref(one: Document) -> Ref:
    return Ref(*(_name(one, key) for key in ("group", "kind", "namespace", "name")))


def _mapping(holder: Document, key: str) -> Document:
    found = holder.get(key)
    return found if isinstance(found, dict) else {}


def _mappings(holder: Document, key: str) -> list[Document]:
    found = holder.get(key)
    return [one for one in found[:_MOST] if isinstance(one, dict)] if isinstance(found, list) else []


def _name(holder: Document, key: str) -> str:
    found = _text(holder, key)[:_LONGEST_NAME]
    return found if found.isprintable() else ""


def _texts(holder: Document, key: str) -> tuple[str, ...]:
    found = holder.get(key)
    return (
        tuple(one[:_LONGEST_NAME] for one in found[:_MOST] if isinstance(one, str) and one.isprintable())
        if isinstance(found, list)
        else ()
    )


def _text(holder: Document, key: str) -> str:
    found = holder.get(key)
    return found[:_LONGEST] if isinstance(found, str) else ""


def _number(holder: Document, key: str) -> int:
    found = holder.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**31 else 0
