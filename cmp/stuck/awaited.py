"""What an application's operation waits for, read from its phase, its message and the results so far.

Argo CD names the first object of a step and counts the others; which these are, the results tell that still run. The
messages are those of `setRunningPhase` in gitops-engine/pkg/sync/sync_context.go and of `processRequestedAppOperation`
in controller/appcontroller.go, the same in Argo CD 3.4.13, 3.5.7 and 3.6.1.
"""

import re
from collections.abc import Iterable

from cmp.model import Ref
from cmp.stuck.model import Awaited, Operation, Reported, Result, State, Until

_WAITING = re.compile(
    f"waiting for ({'|'.join(until for until in Until if until)}) "
    r"([^/\s]*)/([^/\s]+)/(\S+?)(?: and (\d+) more (?:resources|hooks))?"
)
BLOCKED = "blocked by sync window"
"""A window that closes holds a sync before its next step, whatever runs (`SyncAppState` in controller/sync.go)."""
_RUNNING, _FAILED, _ERROR = "Running", "Failed", "Error"
_ENDED_BADLY = (_FAILED, _ERROR)
_TERMINATING = "Terminating"
_SYNC = "Sync"
_SYNC_FAIL = "SyncFail"
_REFUSED, _PRUNED = "SyncFailed", "Pruned"


def awaited(app: Reported) -> Awaited:
    """Return how an application stands, and what it waits for or has failed with."""
    operation = app.operation
    if app.deleted:
        return Awaited(state=State.DELETING, until=Until.NOTHING, objects=())
    if operation is None or (app.asked and operation.phase not in (_RUNNING, _TERMINATING)):
        return Awaited(state=State.QUEUED if app.asked else State.IDLE, until=Until.NOTHING, objects=())
    if operation.phase == _RUNNING and not operation.finished:
        return _waiting(app, operation)
    if operation.phase in (*_ENDED_BADLY, _RUNNING):
        state = State.FAILED if operation.phase in _ENDED_BADLY else State.RETRIES
        return _placed(app, state, Until.NOTHING, _failed(operation))
    if operation.phase == _TERMINATING:
        return _placed(app, State.TERMINATES, Until.NOTHING, _running(operation))
    return _succeeded(app, operation)


def _waiting(app: Reported, operation: Operation) -> Awaited:
    """Return what a step waits for: the object of the message first, then those of its phase that still run."""
    if BLOCKED in operation.message:
        return Awaited(state=State.WAITS, until=Until.NOTHING, objects=())
    found = _WAITING.fullmatch(operation.message)
    if not found:
        return _placed(app, State.WAITS, Until.NOTHING, _running(operation))
    until, group, kind, name = Until(found[1]), found[2], found[3], found[4]
    named = [one for one in operation.results if _is(one.ref, group, kind, name)]
    # A hook of several phases has a result of each: the one that runs is meant.
    named.sort(key=lambda one: one.hook_phase != _RUNNING)
    if not named or until in (Until.DELETION, Until.CONFIRMATION):
        phase = "" if until is Until.HOOK_DELETION else _SYNC
        return Awaited(state=State.WAITS, until=until, objects=(_known(app, group, kind, name),), phase=phase)
    first = named[0]
    alike = [one for one in _running(operation) if one.phase == first.phase and one.ref != first.ref]
    return _placed(app, State.WAITS, until, [first, *alike][: int(found[5] or 0) + 1])


def _running(operation: Operation) -> list[Result]:
    return [one for one in operation.results if one.hook_phase == _RUNNING and one.status != _PRUNED]


def _failed(operation: Operation) -> list[Result]:
    """Return what made a sync fail; what its SyncFail hooks did comes last."""
    failed = [one for one in operation.results if one.status == _REFUSED or one.hook_phase in (_FAILED, _ERROR)]
    return sorted(failed, key=lambda one: one.phase == _SYNC_FAIL)


def _succeeded(app: Reported, operation: Operation) -> Awaited:
    """Return what is not well although a sync has succeeded: what it has pruned and is still there comes first."""
    listed = {one.ref for one in app.resources}
    pruned = tuple(one.ref for one in operation.results if one.status == _PRUNED and one.ref in listed)
    until = Until.DELETION if pruned else Until.NOTHING
    return Awaited(state=State.SUCCEEDED, until=until, objects=pruned or _unwell(app))


def _unwell(app: Reported) -> tuple[Ref, ...]:
    """Return the objects that are not well after a sync, those with an error first."""
    worst = {"Degraded": 0, "Missing": 1, "Unknown": 2, "Suspended": 3, "Progressing": 4}
    ill = [one for one in app.resources if one.health in worst]
    return tuple(one.ref for one in sorted(ill, key=lambda one: worst[one.health]))


def _placed(app: Reported, state: State, until: Until, results: Iterable[Result]) -> Awaited:
    """Return what is awaited with its step: that of the first object."""
    results = list(results)
    objects = tuple(dict.fromkeys(one.ref for one in results))
    if not results:
        return Awaited(state=state, until=until, objects=())
    first = results[0]
    wave = next((one.wave for one in app.resources if one.ref == first.ref), None)
    place = _place(app, wave) if first.phase == _SYNC and wave is not None else (0, 0)
    return Awaited(state=state, until=until, objects=objects, phase=first.phase, wave=wave, place=place)


def _place(app: Reported, wave: int) -> tuple[int, int]:
    """Return the number of a wave of the phase Sync, from 1, and how many there are as far as they are told."""
    results = app.operation.results if app.operation else ()
    hooks = {one.ref for one in results if one.hook and one.phase == _SYNC}
    waves = sorted({one.wave for one in app.resources if not one.hook or one.ref in hooks} | {wave})
    return waves.index(wave) + 1, len(waves)


def _is(ref: Ref, group: str, kind: str, name: str) -> bool:
    return (ref.group, ref.kind, ref.name) == (group, kind, name)


def _known(app: Reported, group: str, kind: str, name: str) -> Ref:
    """Return the object that a message names, with its namespace if the application lists it."""
    listed = (one.ref for one in app.resources if _is(one.ref, group, kind, name))
    return next(listed, Ref(group, kind, app.destination, name))
