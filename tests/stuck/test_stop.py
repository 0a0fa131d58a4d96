"""What terminating an operation does, and whether that is safe."""

import pytest
from stuck_apps import Object, application, event, listed, read, result

from cmp.stuck.answer import answered
from cmp.stuck.model import Stop

_HOOK = result("batch/Job/migrate", hook="PreSync")
_WAITS = "waiting for completion of hook batch/Job/migrate"


_PULL = event("Pod/migrate-abc", "Failed", 'Failed to pull image "web:1": not found')
_STARTED = event("Pod/migrate-abc", "Started", "Container started", kind="Normal")
_OTHER = result("batch/Job/other", hook="PreSync")


def _stop(app: Object, *events: Object) -> Stop:
    found = answered(read(app), listed(*events)).stop
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("results", "events", "safe"),
    [
        ([_HOOK], [_PULL], True),
        ([_HOOK], [event("batch/Job/migrate", "Suspended", "Job suspended", kind="Normal")], True),
        ([_HOOK], [], False),  # its events may be gone
        ([_HOOK], [_STARTED], False),
        ([_HOOK], [_PULL, _STARTED], False),  # an init container has worked
        ([_HOOK, _OTHER], [_PULL], False),  # the other one may work
        ([_HOOK], [event("Pod/migrate-abc", "BackOff", "Back-off restarting failed container")], False),
    ],
)
def test_it_is_safe_only_where_no_hook_can_have_begun(results: list[Object], events: list[Object], safe: bool) -> None:  # noqa: FBT001
    found = _stop(application(_WAITS, results=results), *events)
    assert found.safe is safe
    assert "deletes Job/migrate" in found.what
    assert found.command == "argocd app terminate-op web"


def test_a_hook_that_runs_beside_what_is_awaited_counts() -> None:
    results = [result("apps/Deployment/web"), result("batch/Job/load", hook="Sync")]
    message = "waiting for healthy state of apps/Deployment/web"
    found = _stop(application(message, results=results), event("Pod/web-5f-abc", "FailedScheduling", "no nodes"))
    assert not found.safe
    assert "Job/load" in found.what


def test_without_a_hook_that_runs_nothing_is_deleted() -> None:
    results = [{**_HOOK, "hookPhase": "Succeeded"}, result("apps/Deployment/web")]
    found = _stop(application("waiting for healthy state of apps/Deployment/web", results=results))
    assert (found.safe, found.what.partition(";")[0]) == (True, "nothing is deleted")


@pytest.mark.parametrize(
    "message", ["waiting for deletion of hook batch/Job/a", "waiting for deletion of /ConfigMap/a"]
)
def test_a_deletion_goes_on(message: str) -> None:
    assert "the next sync waits for it again" in _stop(application(message)).what


@pytest.mark.parametrize(("hook_phase", "safe"), [("Failed", True), ("Running", False)])
def test_until_the_next_try_only_a_hook_runs_that_another_object_has_failed_beside(hook_phase: str, safe: bool) -> None:  # noqa: FBT001
    results = [{**_HOOK, "hookPhase": hook_phase}, result("ConfigMap/a", status="SyncFailed", hookPhase="Failed")]
    app = application("", finished="2026-11-29T10:01:00Z", retry={"limit": 5}, results=results)
    assert _stop(app).safe is safe


@pytest.mark.parametrize("phase", ["Succeeded", "Failed", "Error", "Terminating", ""])
def test_what_does_not_run_or_is_being_terminated_is_not_terminated(phase: str) -> None:
    assert answered(read(application("", phase=phase, results=[_HOOK])), None).stop is None
