"""Which events are about an object that is awaited, and which of them still count."""

import pytest
from stuck_apps import Object, application, event, listed, read, result

from cmp.model import Ref
from cmp.stuck.awaited import awaited
from cmp.stuck.evidence import Evidence


def known(ref: Ref, *events: Object) -> Evidence:
    app = read(application("", results=[result("batch/Job/migrate", hook="PreSync")]))
    return Evidence(app=app, awaited=awaited(app), ref=ref, events=listed(*events), told=True)


_GROUPS = {"Deployment": "apps", "StatefulSet": "apps", "DaemonSet": "apps", "Job": "batch", "CronJob": "batch"}


@pytest.mark.parametrize(
    ("owner", "of", "owned"),
    [
        ("Deployment/web", "Pod/web-5f9c-x2x", True),
        ("Deployment/web", "apps/ReplicaSet/web-5f9c", True),
        ("Deployment/web", "Pod/web-api-5f9c-x2x", False),
        ("Deployment/web", "Pod/webs-5f9c-x2x", False),
        ("StatefulSet/db", "Pod/db-0", True),
        ("StatefulSet/db", "PersistentVolumeClaim/data-db-0", True),
        ("StatefulSet/db", "PersistentVolumeClaim/data-odb-0", False),
        ("StatefulSet/db", "Pod/db-main-0", False),
        ("DaemonSet/log", "Pod/log-x2x", True),
        ("Job/migrate", "Pod/migrate-x2x", True),
        ("Job/migrate", "Pod/migrate-3-x2x", True),
        ("Job/migrate", "Pod/migrate-db-x2x", False),
        ("CronJob/clean", "batch/Job/clean-2945", True),
        ("Service/web", "Service/web", True),
        ("Service/web", "Pod/web-5f9c-x2x", False),
        ("Service/web", "ConfigMap/web", False),
        ("PostgresCluster/db", "Pod/db-instance-0", True),
        ("PostgresCluster/db", "Pod/other-0", False),
        ("Job/a.b", "Pod/axb-x2x", False),
    ],
)
def test_events_of_what_controllers_make_belong_to_its_owner(owner: str, of: str, owned: bool) -> None:  # noqa: FBT001
    kind, name = owner.split("/")
    found = known(Ref(_GROUPS.get(kind, ""), kind, "web", name), event(of, "BackOff", "x")).own
    assert (len(found) == 1) is owned


def test_events_of_another_namespace_belong_to_others() -> None:
    assert not known(Ref("batch", "Job", "other", "migrate"), event("Pod/migrate-x2x", "BackOff", "x")).own


@pytest.mark.parametrize(
    ("reason", "end"),
    [
        ("FailedScheduling", "Scheduled"),
        ("FailedCreate", "SuccessfulCreate"),
        ("FailedMount", "Pulled"),
        ("Failed", "Started"),
        ("ProvisioningFailed", "ProvisioningSucceeded"),
    ],
)
def test_an_event_is_over_once_a_later_one_about_the_object_says_so(reason: str, end: str) -> None:
    before = event("Pod/migrate-a", reason, "x", at="10:00:01")
    after = event("Pod/migrate-a", end, "y", at="10:00:02", kind="Normal")
    job = Ref("batch", "Job", "web", "migrate")
    assert [one.reason for one in known(job, before, after).own] == [end]
    assert {one.reason for one in known(job, after, {**before, "lastTimestamp": "2026-11-29T10:00:03Z"}).own} == {
        reason,
        end,
    }
    other = event("Pod/migrate-b", end, "y", at="10:00:02", kind="Normal")
    assert len(known(job, before, other).own) == 2


def test_the_object_with_the_newest_event_comes_first() -> None:
    old, new = (
        event("Pod/migrate-a", "BackOff", "x", at="10:00:01"),
        event("Pod/migrate-b", "Failed", "y", at="10:00:02"),
    )
    assert [one.ref.name for one in known(Ref("batch", "Job", "web", "migrate"), old, new).own] == [
        "migrate-b",
        "migrate-a",
    ]


@pytest.mark.parametrize("applied", ["job.batch/migrate created", "deployment.apps/web configured", "pruned"])
def test_that_it_was_applied_says_nothing_of_its_health(applied: str) -> None:
    results = [result("batch/Job/migrate", hook="PreSync", message=applied)]
    app = read(application("", results=results))
    one = Evidence(app=app, awaited=awaited(app), ref=Ref("batch", "Job", "web", "migrate"), events=(), told=False)
    assert one.message == ""
