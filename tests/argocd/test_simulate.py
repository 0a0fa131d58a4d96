"""Argo CD's order, as its own tests and its code have it."""

import pytest
from streams import manifest, stream

from cmp.argocd.plan import Plan
from cmp.argocd.simulate import simulate
from cmp.argocd.tasks import tasks


def order(*documents: dict[str, object]) -> list[str]:
    return [str(task.ref) for task in tasks(stream(documents))]


def steps(plan: Plan) -> list[tuple[str, int, list[list[str]]]]:
    return [
        (step.phase, step.wave, [[str(task.ref) for task in batch] for batch in step.batches]) for step in plan.steps
    ]


def gates(plan: Plan) -> list[list[str]]:
    return [[str(gate.ref) for gate in step.gates] for step in plan.steps]


WIDGET_CRD = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.example.com", "annotations": {"argocd.argoproj.io/sync-wave": "3"}},
    "spec": {"group": "example.com", "names": {"kind": "Widget"}},
}


def test_phase_comes_before_wave_before_kind_before_name() -> None:
    assert order(
        manifest("Deployment/a"),
        manifest("Job/z", hook="PostSync", wave="-9"),
        manifest("ConfigMap/b"),
        manifest("ConfigMap/a"),
        manifest("Widget/a"),
        manifest("Ingress/a"),
        manifest("Job/y", hook="PreSync", wave="9"),
        manifest("Deployment/c", wave="-1"),
    ) == ["Job/y", "Deployment/c", "ConfigMap/a", "ConfigMap/b", "Deployment/a", "Ingress/a", "Widget/a", "Job/z"]


def test_a_namespace_is_pulled_to_its_first_user_phase_and_wave_included() -> None:
    found = tasks(
        stream(
            [
                manifest("Pod/hook1", hook="PreSync", namespace="ns1"),
                manifest("Pod/hook2", hook="PreSync", namespace="ns2"),
                manifest("Namespace/ns1"),
                manifest("Namespace/ns2"),
            ]
        )
    )

    assert [task.ref.name for task in found] == ["ns1", "hook1", "ns2", "hook2"]
    assert {(task.phase, task.wave) for task in found} == {("PreSync", 0)}


def test_a_namespace_that_is_early_enough_keeps_its_wave() -> None:
    found = tasks(stream([manifest("Namespace/app", wave="-3"), manifest("ConfigMap/a")]))

    assert [(task.ref.kind, task.wave) for task in found] == [("Namespace", -3), ("ConfigMap", 0)]


def test_a_crd_is_pulled_to_its_first_custom_resource() -> None:
    found = tasks(stream([WIDGET_CRD, manifest("Widget/w", wave="-2"), manifest("ConfigMap/a", wave="-5")]))

    assert [(task.ref.kind, task.wave) for task in found] == [
        ("ConfigMap", -5),
        ("CustomResourceDefinition", -2),
        ("Widget", -2),
    ]


def test_kinds_that_argo_cd_does_not_list_follow_by_name_alone() -> None:
    issuer = {"apiVersion": "cert-manager.io/v1", "kind": "Issuer", "metadata": {"name": "z"}}
    certificate = {"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "a"}}
    priority = {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "m"}}

    assert order(issuer, certificate, priority, manifest("Ingress/q")) == [
        "Ingress/q",
        "Certificate/a",
        "PriorityClass/m",
        "Issuer/z",
    ]


def test_one_wave_without_hooks_waits_for_nothing() -> None:
    plan = simulate(stream([manifest("Deployment/a"), manifest("Ingress/a")]))

    assert gates(plan) == [[]]
    assert plan.delay == 0


def test_a_second_wave_makes_the_first_one_wait_and_the_last_one_not() -> None:
    plan = simulate(stream([manifest("Deployment/a"), manifest("ConfigMap/a"), manifest("Deployment/b", wave="1")]))

    assert gates(plan) == [["Deployment/a"], []]
    assert plan.delay == 2


def test_a_post_sync_hook_makes_all_of_sync_wait() -> None:
    plan = simulate(stream([manifest("Ingress/a"), manifest("Job/done", hook="PostSync")]))

    assert gates(plan) == [["Ingress/a"], ["Job/done"]]


def test_sync_hooks_in_a_single_wave_are_awaited_alone() -> None:
    assert gates(simulate(stream([manifest("Deployment/a"), manifest("Job/j", hook="Sync")]))) == [["Job/j"]]


def test_a_sync_fail_hook_makes_everything_wait_and_is_no_step() -> None:
    plan = simulate(
        stream([manifest("Deployment/a"), manifest("Job/j", hook="Sync"), manifest("Job/f", hook="SyncFail")])
    )

    assert gates(plan) == [["Deployment/a", "Job/j"]]
    assert [str(task.ref) for task in plan.on_failure] == ["Job/f"]


def test_a_hook_of_two_phases_runs_twice() -> None:
    plan = simulate(stream([manifest("Job/j", hook="PreSync,PostSync"), manifest("ConfigMap/a")]))

    assert [step[:2] for step in steps(plan)] == [("PreSync", 0), ("Sync", 0), ("PostSync", 0)]


def test_objects_of_one_kind_are_a_batch_and_custom_resources_interleave() -> None:
    gadget = {"apiVersion": "example.com/v1", "kind": "Gadget", "metadata": {"name": "b"}}
    plan = simulate(
        stream([manifest("ConfigMap/b"), manifest("ConfigMap/a"), manifest("Widget/a"), gadget, manifest("Widget/c")])
    )

    assert steps(plan) == [("Sync", 0, [["ConfigMap/a", "ConfigMap/b"], ["Widget/a"], ["Gadget/b"], ["Widget/c"]])]


@pytest.mark.parametrize(("own", "expected"), [(False, ["PreSync", "Sync"]), (True, ["Sync"])])
def test_create_namespace_is_a_task_unless_the_stream_has_that_namespace(own: bool, expected: list[str]) -> None:  # noqa: FBT001
    documents = [manifest("ConfigMap/a"), *([manifest("Namespace/app")] if own else [])]

    plan = simulate(stream(documents), namespace="app", create_namespace=True)
    assert [step.phase for step in plan.steps] == expected


@pytest.mark.parametrize("own", [False, True], ids=["made by Argo CD", "in the stream"])
def test_the_destination_namespace_comes_before_all_else_and_costs_no_pause(own: bool) -> None:  # noqa: FBT001
    early = manifest("Job/early", hook="PreSync", wave="-3", namespace="other")
    documents = [early, *([manifest("Namespace/app", wave="-1")] if own else []), manifest("ConfigMap/a")]
    plan = simulate(stream(documents), namespace="app", create_namespace=not own)

    assert steps(plan) == [
        ("Sync", -1, [["Namespace/app"]]) if own else ("PreSync", 0, [["Namespace/app"]]),
        ("PreSync", -3, [["Job/early"]]),
        ("Sync", 0, [["ConfigMap/a"]]),
    ]
    assert plan.delay == 2


def test_a_namespace_that_argo_cd_makes_does_not_let_resources_be_awaited() -> None:
    documents = [manifest("Deployment/web"), manifest("Job/once", hook="Sync")]
    plan = simulate(stream(documents), namespace="app", create_namespace=True)

    assert gates(plan) == [[], ["Job/once"]]


def test_a_namespace_whose_labels_it_manages_it_does_not_forget() -> None:
    documents = [manifest("Deployment/web"), manifest("Job/once", hook="Sync")]
    plan = simulate(stream(documents), namespace="app", create_namespace=True, managed_namespace=True)

    assert gates(plan) == [[], ["Deployment/web", "Job/once"]]


def test_of_objects_of_one_name_the_last_is_applied_alone() -> None:
    nameless = {"apiVersion": "batch/v1", "kind": "Job"}
    nameless["metadata"] = {"generateName": "job-", "annotations": {"argocd.argoproj.io/hook": "PostSync"}}
    plan = simulate(stream([manifest("ConfigMap/a", wave="1"), manifest("ConfigMap/a", wave="2"), nameless, nameless]))

    assert steps(plan) == [("Sync", 2, [["ConfigMap/a"]]), ("PostSync", 0, [["Job/job-", "Job/job-"]])]


def test_what_belongs_to_no_namespace_pulls_none_forward() -> None:
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole"}
    role["metadata"] = {"name": "reader", "namespace": "other"}
    plan = simulate(stream([role, manifest("Namespace/other", wave="2")]))

    assert steps(plan) == [("Sync", 0, [["ClusterRole/reader"]]), ("Sync", 2, [["Namespace/other"]])]


@pytest.mark.parametrize(
    "what",
    [
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease"},
        {"apiVersion": "v1", "kind": "Endpoints"},
        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice"},
        {"apiVersion": "events.k8s.io/v1", "kind": "Event"},
        {"apiVersion": "cilium.io/v2", "kind": "CiliumIdentity"},
        {"apiVersion": "wgpolicyk8s.io/v1alpha2", "kind": "PolicyReport"},
    ],
    ids=lambda what: what["kind"],
)
def test_what_argo_cd_excludes_as_it_is_shipped_makes_no_step(what: dict[str, object]) -> None:
    late = {"name": "late", "annotations": {"argocd.argoproj.io/sync-wave": "1"}}
    plan = simulate(stream([manifest("Deployment/a"), {**what, "metadata": late}]))

    assert (steps(plan), gates(plan)) == ([("Sync", 0, [["Deployment/a"]])], [[]])
    assert [ref.name for ref in plan.never] == ["late"]


def test_what_argo_cd_never_applies_is_told() -> None:
    plan = simulate(
        stream([manifest("Job/a", hook="presync"), manifest("Job/b", hook="Skip"), manifest("ConfigMap/c")])
    )

    assert [str(ref) for ref in plan.never] == ["Job/a", "Job/b"]


def test_a_service_gates_only_with_a_load_balancer() -> None:
    plan = simulate(
        stream(
            [
                manifest("Service/plain", spec={"type": "ClusterIP"}),
                manifest("Service/public", spec={"type": "LoadBalancer"}),
                manifest("ConfigMap/a", wave="1"),
            ]
        )
    )

    assert gates(plan) == [["Service/public"], []]
