"""What is awaited, read from each message that Argo CD writes."""

from typing import Any

import pytest
from stuck_apps import application, read, result

from cmp.stuck.awaited import awaited
from cmp.stuck.model import State, Until

_JOB = result("batch/Job/a", hook="PreSync")


@pytest.mark.parametrize(
    ("message", "until", "name"),
    [
        ("waiting for completion of hook batch/Job/a", Until.COMPLETION, "Job/a"),
        ("waiting for completion of hook batch/Job/a and 2 more hooks", Until.COMPLETION, "Job/a"),
        ("waiting for healthy state of apps/Deployment/b and 1 more resources", Until.HEALTH, "Deployment/b"),
        ("waiting for healthy state of /Service/c", Until.HEALTH, "Service/c"),
        ("waiting for deletion of hook batch/Job/a", Until.HOOK_DELETION, "Job/a"),
        ("waiting for deletion of /ConfigMap/d", Until.DELETION, "ConfigMap/d"),
        ("waiting for pruning confirmation of /ConfigMap/d and 3 more resources", Until.CONFIRMATION, "ConfigMap/d"),
        ("waiting for healthy state of example.com/Thing/system:x", Until.HEALTH, "Thing/system:x"),
    ],
)  # fmt: skip
def test_each_message_names_its_object(message: str, until: Until, name: str) -> None:
    found = awaited(read(application(message)))
    assert (found.state, found.until, *map(str, found.objects)) == (State.WAITS, until, name)


def test_those_that_the_message_counts_are_those_of_the_phase_that_run() -> None:
    results = [
        result("batch/Job/first", hook="PreSync", hookPhase="Succeeded"),
        result("apps/Deployment/a"), result("apps/Deployment/b"), result("ConfigMap/c", hookPhase="Succeeded"),
    ]  # fmt: skip
    message = "waiting for healthy state of apps/Deployment/b and 1 more resources"
    found = awaited(read(application(message, results=results)))
    assert list(map(str, found.objects)) == ["Deployment/b", "Deployment/a"]


def test_a_closed_window_is_awaited_whatever_still_runs() -> None:
    found = awaited(read(application("Sync operation blocked by sync window", results=[_JOB])))
    assert (found.state, found.until, found.objects) == (State.WAITS, Until.NOTHING, ())


def test_a_hook_of_several_phases_is_awaited_in_the_one_that_runs() -> None:
    results = [
        result("batch/Job/a", hook="PreSync", hookPhase="Succeeded"), result("batch/Job/a", hook="PostSync"),
    ]  # fmt: skip
    assert awaited(read(application("waiting for completion of hook batch/Job/a", results=results))).phase == "PostSync"


def test_a_wave_is_counted_among_those_of_its_phase() -> None:
    resources = [
        {"kind": "Service", "name": "a", "namespace": "web", "syncWave": -1},
        {"kind": "Service", "name": "b", "namespace": "web"},
        {"kind": "Service", "name": "c", "namespace": "web", "syncWave": 7},
        {"kind": "Job", "group": "batch", "name": "before", "namespace": "web", "syncWave": -9, "hook": True},
    ]
    message = "waiting for healthy state of /Service/b"
    results = [result("Service/b"), result("batch/Job/before", hook="PreSync", hookPhase="Succeeded")]
    found = awaited(read(application(message, results=results, resources=resources)))
    assert found.step == "Sync, wave 0 (2 of 3)"


@pytest.mark.parametrize(
    ("phase", "said", "state"),
    [
        ("Running", {}, State.WAITS),
        ("Running", {"finished": "2026-11-29T10:01:00Z"}, State.RETRIES),
        ("Failed", {}, State.FAILED),
        ("Error", {}, State.FAILED),
        ("Terminating", {}, State.TERMINATES),
        ("Succeeded", {}, State.SUCCEEDED),
        ("Succeeded", {"operation": {"sync": {"revision": "HEAD"}}}, State.QUEUED),
        ("Running", {"operation": {"sync": {"revision": "HEAD"}}}, State.WAITS),
        ("Running", {"deleted": "2026-11-29T10:01:00Z"}, State.DELETING),
        ("", {}, State.IDLE),
    ],
)
def test_each_phase_of_an_operation_is_a_state(phase: str, said: dict[str, Any], state: State) -> None:
    assert awaited(read(application("", phase=phase, results=[_JOB], **said))).state is state


def test_a_failed_sync_names_what_failed_before_its_failure_hooks() -> None:
    results = [
        result("batch/Job/told", hook="SyncFail", hookPhase="Failed"),
        result("ConfigMap/a", status="SyncFailed", hookPhase="Failed"),
        result("ConfigMap/b", hookPhase="Succeeded"),
    ]
    found = awaited(read(application("one or more objects failed to apply", phase="Failed", results=results)))
    assert list(map(str, found.objects)) == ["ConfigMap/a", "Job/told"]


def test_what_was_pruned_and_is_still_listed_is_told_of_a_sync_that_succeeded() -> None:
    results = [
        result("ConfigMap/old", status="Pruned", hookPhase="Succeeded"),
        result("ConfigMap/gone", status="Pruned"),
    ]
    resources = [{"kind": "ConfigMap", "name": "old", "namespace": "web", "requiresPruning": True}]
    found = awaited(read(application("", phase="Succeeded", results=results, resources=resources)))
    assert (found.state, found.until, *map(str, found.objects)) == (State.SUCCEEDED, Until.DELETION, "ConfigMap/old")
