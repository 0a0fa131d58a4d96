"""Applications as Argo CD reports them: those recorded from a real one, and small ones that a test says itself."""

import json
from typing import Any

from programs import TOP

from cmp.stuck.model import Event, Reported
from cmp.stuck.read import events, reported

RECORDED = TOP / "tests/stuck/recorded"
NAMES = sorted(folder.name for folder in RECORDED.iterdir())
Object = dict[str, Any]
STARTED = "2026-11-29T10:00:00Z"


def recorded(name: str) -> tuple[Reported, tuple[Event, ...], Object]:
    """Return an Application and events that were recorded, and the answer that was expected before any was given."""
    texts = {part: (RECORDED / name / f"{part}.json").read_text() for part in ("application", "events", "expected")}
    expected: Object = json.loads(texts["expected"])
    return reported(texts["application"], origin=name), events(texts["events"], origin=name), expected


def application(message: str = "", *, phase: str = "Running", **said: Any) -> Object:
    """Return an Application `web` whose operation has a phase and a message; `said` are more fields of its status.

    `results`, `retry` and `finished` go into the operation; `deleted` is when its deletion was asked for.
    """
    state: Object = {"phase": phase, "message": message, "startedAt": STARTED, "operation": {"sync": {}}}
    state["syncResult"] = {"resources": said.pop("results", [])}
    if "retry" in said:
        state["operation"]["retry"] = said.pop("retry")
        state["retryCount"] = 1
    if "finished" in said:
        state["finishedAt"] = said.pop("finished")
    metadata = {"name": "web", "namespace": "argocd"}
    if "deleted" in said:
        metadata["deletionTimestamp"] = said.pop("deleted")
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": metadata,
        "spec": {"destination": {"namespace": "web"}},
        **({"operation": said.pop("operation")} if "operation" in said else {}),
        "status": {"operationState": state, **said},
    }


def result(object_name: str, *, hook: str = "", message: str = "", **said: str) -> Object:
    """Return what a sync did with an object, `Kind/name` or `group/Kind/name`: it is applied, and not healthy yet."""
    *group, kind, name = object_name.split("/")
    one = {"group": group[0] if group else "", "kind": kind, "namespace": "web", "name": name, "status": "Synced"}
    hooked = {"hookType": hook, "syncPhase": hook} if hook else {"syncPhase": "Sync"}
    return {**one, **hooked, "hookPhase": "Running", "message": message, **said}


def event(object_name: str, reason: str, message: str, *, at: str = "10:00:01", kind: str = "Warning") -> Object:
    """Return an event about an object in the namespace web, at a time of the day."""
    *group, of, name = object_name.split("/")
    version = f"{group[0]}/v1" if group else "v1"
    about = {"apiVersion": version, "kind": of, "namespace": "web", "name": name}
    time = f"2026-11-29T{at}Z"
    return {
        "kind": "Event",
        "involvedObject": about,
        "type": kind,
        "reason": reason,
        "message": message,
        "lastTimestamp": time,
    }


def read(document: Object) -> Reported:
    """Return what an Application says."""
    return reported(json.dumps(document), origin="a test")


def listed(*found: Object) -> tuple[Event, ...]:
    """Return events as kubectl lists them."""
    return events(json.dumps({"kind": "List", "items": list(found)}), origin="a test")
