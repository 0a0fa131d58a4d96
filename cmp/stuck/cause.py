"""Finding the cause: what the tables say of each awaited object, and the first object for which they know one."""

from collections.abc import Mapping, Sequence

from cmp.stuck.causes import objects, operations, pods, refusals
from cmp.stuck.causes.row import Row
from cmp.stuck.evidence import Evidence
from cmp.stuck.guess import gates, guess
from cmp.stuck.later import later
from cmp.stuck.model import Cause, Event, Found, Reported, State, Until

_EVENTS = (*pods.ROWS, *objects.EVENTS)


def cause(known: Sequence[Evidence], app: Reported) -> Found:
    """Return why an application waits or has failed: of the first awaited object for which the tables know it."""
    if not known:
        return operation(app)
    found = next((found for one in known if (found := _by_sign(one))), None) or _overall(known[0])
    if found:
        return found
    likely = next((one for one in known if gates(one.ref)), known[0])
    return _found(likely, guess(likely), _told(likely)).replace(begun=True)


def operation(app: Reported) -> Found:
    """Return the cause of an operation, or of a missing one, that names no object."""
    message = app.operation.message if app.operation else ""
    words = {"app": app.name, "appnamespace": app.namespace, "namespace": app.destination, "object": "it", "kind": ""}
    for row in (*operations.MESSAGES, *refusals.ROWS):
        told = row.words("", "", message)
        if told is not None:
            return Found(cause=row.cause, ref=None, words={**words, **told}, says=message)
    for kind, known in operations.CONDITIONS.items():
        said = [text for condition, text in app.conditions if condition == kind]
        if said:
            return Found(cause=known, ref=None, words=words, says=said[0])
    return Found(cause=operations.UNKNOWN, ref=None, words=words, says=message)


def _by_sign(evidence: Evidence) -> Found | None:
    return next((found for sign in _SIGNS if (found := sign(evidence))), None)


def _overall(evidence: Evidence) -> Found | None:
    """Return what the operation's message says whatever its objects do: it was terminated, or a window is closed."""
    operation = evidence.app.operation
    return _matching(operations.MESSAGES, evidence, operation.message) if operation else None


def _closed(evidence: Evidence) -> Found | None:
    awaited = evidence.awaited
    return _overall(evidence) if awaited.state is State.WAITS and awaited.until is Until.NOTHING else None


def _deletion(evidence: Evidence) -> Found | None:
    until = evidence.awaited.until
    if until is Until.CONFIRMATION:
        return _found(evidence, operations.CONFIRMATION)
    held = until in (Until.DELETION, Until.HOOK_DELETION)
    return _found(evidence, operations.holding(until, evidence.ref.kind)) if held else None


def _refusal(evidence: Evidence) -> Found | None:
    result = evidence.result
    if result is None or result.status != "SyncFailed":
        return None
    return _matching((*objects.GONE, *refusals.ROWS), evidence, result.message)


def _event(evidence: Evidence) -> Found | None:
    """Return what the events show: the table's order counts among those of one object, the newest object first."""
    of_objects: dict[object, list[Event]] = {}
    for event in evidence.own:
        of_objects.setdefault(event.ref, []).append(event)
    for events in of_objects.values():
        signs = [
            (row, event, words) for row in _EVENTS for event in events if (words := _words(row, event)) is not None
        ]
        if signs:
            row, event, words = signs[0]
            said = (other.message for of, other, _ in signs if of.cause.name == row.cause.name)
            about = f"{event.ref.kind.lower()}/{event.ref.name}"
            found = _found(evidence, row.cause, max(said, key=len), {"about": about, **words})
            return later(found, evidence)
    return None


def _words(row: Row, event: Event) -> dict[str, str] | None:
    return row.words(event.ref.kind, event.reason, event.message)


def _failure_hook(evidence: Evidence) -> Found | None:
    waits = evidence.awaited.state is State.WAITS and evidence.awaited.phase == "SyncFail"
    return _found(evidence, operations.SYNC_FAIL) if waits else None


def _health(evidence: Evidence) -> Found | None:
    found = _matching(objects.MESSAGES, evidence, evidence.message)
    suspended = evidence.resource is not None and evidence.resource.health == "Suspended"
    return found or (_found(evidence, objects.SUSPENDED, evidence.message) if suspended else None)


def _kind(evidence: Evidence) -> Found | None:
    known = objects.BY_KIND.get(evidence.ref.group_kind)
    return _found(evidence, known, evidence.message) if known else None


_SIGNS = (_closed, _deletion, _refusal, _event, _failure_hook, _health, _kind)
"""The readers of signs, the surest first."""


def _matching(rows: Sequence[Row], evidence: Evidence, message: str) -> Found | None:
    if not message:
        return None
    told = ((row, row.words(evidence.ref.kind, "", message)) for row in rows)
    return next((_found(evidence, row.cause, message, words) for row, words in told if words is not None), None)


def _told(evidence: Evidence) -> str:
    """Return the message of an object for which no table knows a cause: of its health, else of its newest warning."""
    return evidence.message or next((one.message for one in evidence.own if one.warning), "")


def _found(evidence: Evidence, known: Cause, says: str = "", words: Mapping[str, str] | None = None) -> Found:
    said = {**evidence.words, **(words or {})}
    return Found(cause=known, ref=evidence.ref, words=said, says=says, begun=evidence.begun)
