"""The answer to "what does this sync wait for": how the application stands, the cause, the fix, and what ends it."""

import re
from collections.abc import Sequence

from cmp.stuck.awaited import awaited
from cmp.stuck.cause import cause, operation
from cmp.stuck.causes import operations
from cmp.stuck.evidence import Evidence
from cmp.stuck.model import Answer, Awaited, Cause, Event, Found, Reported, State
from cmp.stuck.stop import stop
from cmp.text import count, pasted
from cmp.values.secrets import HIDDEN, looks_secret

_VALUE = re.compile(r"(Invalid|Duplicate|Unsupported) value: (?:\"(?:[^\"\\]|\\.)*\"|.*(?=: )|.*)", re.DOTALL)
"""A value in an error of the API server: a quoted text, or all that stands before the last colon."""
_LONGEST = 400
"""Characters of a message that are shown."""
_NEAR = 3
"""Words before one that tell that it is a secret: `password = ...`."""
_MOST = 100
"""Awaited objects whose events are looked at."""
_NOTHING = Found(cause=Cause(name="", why="", more="", fix=""), ref=None, words={}, says="")
"""The cause where nothing is wrong."""
_PLAIN = re.compile(r"[\w.:/-]+")


def answered(app: Reported, events: Sequence[Event] | None) -> Answer:
    """Return the answer for an application; `events` are those of its namespace, None where none were given."""
    found = awaited(app)
    why = _cause(app, found, events) or _NOTHING
    found = _first(found, why)
    said = {key: word if _PLAIN.fullmatch(word) else shown(word) for key, word in why.words.items()}
    named = {key: pasted(word) for key, word in said.items()}
    return Answer(
        app=app.name,
        since=app.operation.started if app.operation else "",
        awaited=found,
        headline=f"{app.name}: {_headline(app, found, why.cause.why.format(**said))}",
        cause=why.cause.name,
        says=shown(why.says),
        more=why.cause.more.format(**named),
        fix=why.cause.fix.format(**named),
        stop=stop(app, found, why),
    )


def shown(message: str) -> str:
    """Return a message as it may be shown, on one line: values that the API server repeats are hidden, and secrets."""
    words = _VALUE.sub(rf"\1 value: {HIDDEN}", message).split()
    for last in range(len(words)) if _secret(words) else ():
        if any(_secret(words[first : last + 1]) for first in range(max(0, last - _NEAR), last + 1)):
            words[last] = HIDDEN
    line = " ".join(words)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def _secret(words: Sequence[str]) -> bool:
    """Tell whether words hold a secret that is not hidden yet: an assignment to nothing holds none."""
    return looks_secret(" ".join("{}" if word == HIDDEN else word for word in words))


def _cause(app: Reported, found: Awaited, events: Sequence[Event] | None) -> Found | None:
    if found.state is State.SUCCEEDED and not found.objects:
        return None
    if found.state in (State.QUEUED, State.DELETING, State.IDLE):
        return operation(app) if _has_error(app) else _asked(app, found.state)
    told = events is not None
    given = tuple(events or ())
    known = [Evidence(app=app, awaited=found, ref=ref, events=given, told=told) for ref in found.objects[:_MOST]]
    return cause(known, app)


def _asked(app: Reported, state: State) -> Found:
    """Return what is known where no sync runs: whether one, or a deletion, is asked for."""
    known = operations.QUEUED if state is State.QUEUED else operations.NOT_ASKED
    known = operations.deleting(app.finalizers) if state is State.DELETING else known
    finalizer = app.finalizers[0] if app.finalizers else ""
    words = {"app": app.name, "appnamespace": app.namespace, "namespace": app.destination, "finalizer": finalizer}
    return Found(cause=known, ref=None, words=words, says="")


def _has_error(app: Reported) -> bool:
    return any(kind in operations.CONDITIONS for kind, _ in app.conditions)


def _first(found: Awaited, why: Found) -> Awaited:
    """Return what is awaited with the object first whose cause is known."""
    if why.ref is None:
        return found
    return found.replace(objects=(why.ref, *(ref for ref in found.objects if ref != why.ref)))


def _headline(app: Reported, found: Awaited, why: str) -> str:
    because = f": {why}" if why else ""
    if found.state in (State.WAITS, State.RETRIES, State.FAILED, State.SUCCEEDED):
        return _of_sync(app, found) + because
    return {
        State.TERMINATES: "the sync is being terminated; its hooks are deleted",
        State.QUEUED: "a sync is asked for, and has not begun",
        State.DELETING: "the application is being deleted",
        State.IDLE: "no sync has run",
    }[found.state] + because


def _of_sync(app: Reported, found: Awaited) -> str:
    """Return how a sync stands, and at which object."""
    others = f" and {count(len(found.objects) - 1, 'other')}" if len(found.objects) > 1 else ""
    name = f"{found.objects[0]}{others}" if found.objects else ""
    if found.state is State.WAITS:
        return f"{found.step} waits for {name}" if name else "the sync waits"
    at = f" in {found.step}, at {name}" if name else ""
    if found.state is State.FAILED:
        return f"not stuck: the sync failed{at}"
    if found.state is State.RETRIES:
        operation = app.operation
        tried = f" ({operation.retries} of {operation.limit})" if operation and operation.limit > 0 else ""
        return f"the sync failed{at}, and is tried again{tried}"
    return "not stuck: the sync succeeded" + (f", but not all is well with {name}" if name else "")
