"""A sync that hangs fails when the last that it waits for has given up, which the plan tells; else it never ends."""

from collections.abc import Iterator
from typing import Any

import pytest
from argocd import State, lasted
from planned import Planned, planned, rendered
from stand import Stand
from whole import wholes

from cmp.argocd.deadlock import given_up

pytestmark = pytest.mark.can_differ
Outcomes = dict[str, tuple[Planned, State]]
_FIELDS = {"ProgressDeadlineExceeded": "progressDeadlineSeconds", "DeadlineExceeded": "activeDeadlineSeconds"}
"""What Kubernetes says of a workload that has given up, and the field that told it when."""
_WAITS: dict[str, Any] = {
    "containers": [{"name": "main", "image": "example.com/main", "envFrom": [{"configMapRef": {"name": "late"}}]}]
}
_CASES: dict[str, dict[str, dict[str, Any]]] = {
    "deployment": {"Deployment": {"progressDeadlineSeconds": 10}},
    "statefulset": {"StatefulSet": {}},
    "job": {"Job": {"activeDeadlineSeconds": 10}},
    "the-last": {"Deployment": {"progressDeadlineSeconds": 5}, "Job": {"activeDeadlineSeconds": 20}},
    "not-all": {"Deployment": {"progressDeadlineSeconds": 5}, "StatefulSet": {}},
}
"""By name: what waits for a ConfigMap that comes in a later wave, each a kind with what its spec says."""
GIVE_UP = ("deployment", "job", "the-last")
NEVER = sorted(_CASES.keys() - {*GIVE_UP})


@pytest.fixture(scope="module")
def outcomes(stand: Stand) -> Iterator[Outcomes]:
    """Sync them all, until each is over or hangs."""
    names = {case: f"patience-{case}" for case in _CASES}
    found = {case: planned(name, rendered(_documents(case), namespace=name)) for case, name in names.items()}
    stand.sync({name: found[case].text for case, name in names.items()})
    states = stand.settle(names.values())
    yield {case: (found[case], states[name]) for case, name in names.items()}
    stand.forget(names.values())


def _documents(case: str) -> list[dict[str, Any]]:
    wave = {"argocd.argoproj.io/sync-wave": "1"}
    return wholes([
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "late", "annotations": wave}},
        *(
            {"apiVersion": "batch/v1" if kind == "Job" else "apps/v1", "kind": kind,
             "metadata": {"name": kind.lower()}, "spec": {**said, "template": {"spec": _WAITS}}}
            for kind, said in _CASES[case].items()
        ),
    ])  # fmt: skip


@pytest.mark.parametrize("case", GIVE_UP)
def test_it_fails_when_the_last_has_given_up(case: str, outcomes: Outcomes, stand: Stand) -> None:
    one, state = outcomes[case]
    told = given_up(one.stalls)
    assert told is not None
    assert (state["phase"], state["message"]) == (
        "Failed",
        "one or more synchronization tasks completed unsuccessfully",
    )
    assert told.seconds <= lasted(state)
    assert told.field == gave_up_last(stand, one.name)


def gave_up_last(stand: Stand, namespace: str) -> str:
    """Return the field that told the last workload of a namespace when to give up."""
    found = [
        (condition["lastTransitionTime"], condition["reason"])
        for path in ("apis/apps/v1/namespaces/{}/deployments", "apis/batch/v1/namespaces/{}/jobs")
        for one in stand.plane.api.get(f"/{path.format(namespace)}")["items"]
        for condition in one["status"].get("conditions", ())
        if condition.get("reason") in _FIELDS
    ]
    return _FIELDS[max(found)[1]]


@pytest.mark.parametrize("case", NEVER)
def test_it_never_ends_where_one_never_gives_up(case: str, outcomes: Outcomes) -> None:
    one, state = outcomes[case]
    assert (state["phase"], given_up(one.stalls)) == ("Running", None)


def test_argo_cd_tells_which_deployment_gave_up(outcomes: Outcomes) -> None:
    results = outcomes["deployment"][1]["syncResult"]["resources"]
    workloads = [one for one in results if one["kind"] != "Namespace"]
    assert [(one["kind"], one["hookPhase"], one["message"]) for one in workloads] == [
        ("Deployment", "Failed", 'Deployment "deployment" exceeded its progress deadline'),
    ]


def test_none_goes_further_than_the_plan_says(outcomes: Outcomes, stand: Stand) -> None:
    assert stand.differences(outcomes.values()) == {}
