"""What is said of an object for which no table knows a cause."""

import pytest
from stuck_apps import Object, application, event, listed, read, result

from cmp.stuck.answer import answered

_STARTED = event("Pod/migrate-abc", "Started", "Container started", kind="Normal")
_MADE = event("batch/Job/migrate", "SuccessfulCreate", "Created pod: migrate-abc", kind="Normal")
_DONE = event("batch/Job/migrate", "Completed", "Job completed", at="10:00:30", kind="Normal")
_AGAIN = event("batch/Job/migrate", "SuccessfulCreate", "Created pod: migrate-def", at="10:00:20", kind="Normal")


@pytest.mark.parametrize(
    ("events", "cause"),
    [
        ([_MADE, _STARTED], "still-running"),
        ([_MADE, _STARTED, _AGAIN], "pods-fail"),
        ([_MADE, _STARTED, _DONE], "not-seen"),
        ([_MADE], "not-started"),
        ([], "suspended"),
        (None, "untold"),
    ],
)
def test_how_far_the_pods_of_a_hook_have_come_is_told(events: list[Object] | None, cause: str) -> None:
    app = read(
        application(
            "waiting for completion of hook batch/Job/migrate", results=[result("batch/Job/migrate", hook="PreSync")]
        )
    )
    assert answered(app, None if events is None else listed(*events)).cause == cause


def test_a_workload_whose_pods_run_is_not_ready() -> None:
    app = read(application("waiting for healthy state of apps/Deployment/web", results=[result("apps/Deployment/web")]))
    assert answered(app, listed(event("Pod/web-5f-abc", "Started", "x", kind="Normal"))).cause == "not-ready"


def test_an_object_without_a_health_check_is_not_what_is_waited_for() -> None:
    names = ("rbac.authorization.k8s.io/ClusterRole/a", "apps/Deployment/web")
    message = "waiting for healthy state of rbac.authorization.k8s.io/ClusterRole/a and 1 more resources"
    both = read(application(message, results=[result(name) for name in names]))
    assert str(answered(both, None).awaited.objects[0]) == "Deployment/web"
    alone = read(application(message, results=[result(names[0])]))
    assert answered(alone, None).cause == "not-seen"


def test_of_a_custom_resource_its_health_is_told() -> None:
    resource = {"group": "example.com", "kind": "Thing", "name": "a", "namespace": "web"}
    health = {"health": {"status": "Progressing", "message": "two of three parts are there"}}
    message = "waiting for healthy state of example.com/Thing/a"
    app = read(application(message, results=[result("example.com/Thing/a")], resources=[resource | health]))
    answer = answered(app, None)
    assert (answer.cause, answer.says) == ("not-healthy", "two of three parts are there")


def test_an_object_that_failed_for_an_unknown_reason_has_failed() -> None:
    failed = result("batch/Job/migrate", hook="PreSync", hookPhase="Failed", message="something odd")
    answer = answered(read(application("x", phase="Failed", results=[failed])), None)
    assert (answer.cause, answer.says) == ("failed", "something odd")
