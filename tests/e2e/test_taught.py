"""What the real Argo CD does and no random application happens to show."""

from typing import Any

import pytest
from argocd import State, application
from planned import Planned, planned, rendered
from stand import Stand
from whole import wholes

from cmp.config.model import Config

pytestmark = pytest.mark.can_differ

_HOOK = {"argocd.argoproj.io/hook": "Sync"}
_MAIN = {"name": "main", "image": "example.com/main"}


def test_a_namespace_that_argo_cd_makes_does_not_let_a_single_step_await_its_resources(stand: Stand) -> None:
    name = "single-step"
    never = {**_MAIN, "envFrom": [{"configMapRef": {"name": "nobody-makes-it"}}]}
    documents = wholes([
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "once", "annotations": _HOOK},
         "spec": {"template": {"spec": {"containers": [_MAIN]}}}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
         "spec": {"template": {"spec": {"containers": [never]}}}},
    ])  # fmt: skip
    one = planned(name, rendered(documents, namespace=name))
    stand.repository.write(f"{name}/all.yaml", one.text)
    stand.repository.commit()
    source = {"repoURL": stand.repository.url, "path": name, "directory": {"recurse": True}}
    stand.controller.sync(application(name, source))
    state = stand.settle([name])[name]

    assert [gate.ref.name for step in one.plan.steps for gate in step.gates] == ["once"]
    assert (state["phase"], stand.differences([(one, state)])) == ("Succeeded", {})
    assert stand.nodes.shown(name).count("nobody-makes-it") == 1


def test_a_namespace_whose_labels_it_manages_does(stand: Stand) -> None:
    one, state = _synced(
        stand,
        "managed-namespace",
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "once", "annotations": _HOOK},
         "spec": {"template": {"spec": {"containers": [_MAIN]}}}},
        _deployment(paused=True),
        managed=True,
    )  # fmt: skip

    assert [gate.ref.name for step in one.plan.steps for gate in step.gates] == ["web", "once"]
    assert (state["phase"], stand.differences([(one, state)])) == ("Running", {})
    stand.forget([one.name])


def test_swell_orders_a_job_that_is_gone_at_once_so_that_it_is_synced(stand: Stand) -> None:
    waits = {"name": "wait", "image": "example.com/kubectl",
             "command": ["kubectl", "wait", "--for=condition=complete", "job/migrate"]}  # fmt: skip
    one, state = _synced(
        stand,
        "gone-at-once",
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate"},
         "spec": {"ttlSecondsAfterFinished": 0, "template": {"spec": {"containers": [_MAIN]}}}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
         "spec": {"template": {"spec": {"initContainers": [waits], "containers": [_MAIN]}}}},
        config=Config(),
    )  # fmt: skip

    assert (state["phase"], stand.differences([(one, state)])) == ("Succeeded", {})


def test_of_objects_of_one_name_the_last_is_applied_alone(stand: Stand) -> None:
    one, state = _synced(
        stand,
        "twice",
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "annotations": _wave(2)}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "annotations": _wave(1)}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}},
    )

    assert [(step.phase, step.wave) for step in one.plan.steps] == [("PreSync", 0), ("Sync", 0), ("Sync", 1)]
    assert (state["phase"], stand.differences([(one, state)])) == ("Succeeded", {})


@pytest.mark.parametrize("phase", ["Sync", "PreSync"])
def test_what_belongs_to_no_namespace_pulls_none_forward(phase: str, stand: Stand) -> None:
    name = f"cluster-wide-{phase.lower()}"
    hook = {"argocd.argoproj.io/hook": phase} if phase == "PreSync" else {}
    one, state = _synced(
        stand,
        name,
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
         "metadata": {"name": name, "namespace": f"{name}-other", "annotations": hook}},
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": f"{name}-other", "annotations": _wave(2)}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "between", "annotations": _wave(1)}},
    )  # fmt: skip

    assert one.plan.steps[-1].wave == 2
    assert (state["phase"], stand.differences([(one, state)])) == ("Succeeded", {})


def _wave(number: int) -> dict[str, str]:
    return {"argocd.argoproj.io/sync-wave": str(number)}


def _deployment(**spec: Any) -> dict[str, Any]:
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {**spec, "template": {"spec": {"containers": [_MAIN]}}}}  # fmt: skip


def _synced(
    stand: Stand, name: str, *documents: dict[str, Any], managed: bool = False, config: Config | None = None
) -> tuple[Planned, State]:
    """Sync an application until it is over or hangs."""
    one = planned(name, rendered(wholes(documents), namespace=name), config, managed_namespace=managed)
    stand.repository.write(f"{name}/all.yaml", one.text)
    stand.repository.commit()
    wanted = application(name, {"repoURL": stand.repository.url, "path": name, "directory": {"recurse": True}})
    if managed:
        wanted["spec"]["syncPolicy"]["managedNamespaceMetadata"] = {"labels": {"team": "shop"}}
    stand.controller.sync(wanted)
    return one, stand.settle([name])[name]
