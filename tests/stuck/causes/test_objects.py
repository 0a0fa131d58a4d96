"""Causes of objects that are no workloads, by their events, their health and their kind."""

import pytest
from stuck_apps import Object, application, event, listed, read, result

from cmp.stuck.answer import answered


def _cause(name: str, *events: Object, health: Object | None = None, told: bool = True) -> str:
    *group, kind, of = name.split("/")
    resource = {
        "group": group[0] if group else "",
        "kind": kind,
        "name": of,
        "namespace": "web",
        "health": health or {},
    }
    message = f"waiting for healthy state of {group[0] if group else ''}/{kind}/{of}"
    app = read(application(message, results=[result(name)], resources=[resource]))
    return answered(app, listed(*events) if told else None).cause


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("Service/front", "no-load-balancer"),
        ("networking.k8s.io/Ingress/web", "no-ingress-address"),
        ("PersistentVolumeClaim/data", "no-volume"),
        ("argoproj.io/Application/child", "child-application"),
        ("apiregistration.k8s.io/APIService/v1.example.com", "api-service-unavailable"),
        ("apiextensions.k8s.io/CustomResourceDefinition/a.example.com", "definition-not-established"),
    ],
)
@pytest.mark.parametrize("told", [True, False])
def test_a_kind_that_has_one_reason_only_to_be_waited_for_needs_no_events(name: str, cause: str, told: bool) -> None:  # noqa: FBT001
    assert _cause(name, told=told) == cause


@pytest.mark.parametrize(
    ("reason", "message", "cause"),
    [
        ("WaitForFirstConsumer", "waiting for first consumer to be created before binding", "first-consumer"),
        ("ProvisioningFailed", 'storageclass.storage.k8s.io "x" not found', "no-volume"),
        ("ProvisioningFailed", "failed to provision volume: quota", "no-volume"),
        ("FailedBinding", "no persistent volumes available for this claim and no storage class is set", "no-volume"),
        ("ExternalProvisioning", "Waiting for a volume to be created either by the external provisioner", "no-volume"),
    ],
)
def test_the_events_of_a_claim_tell_why_it_is_not_bound(reason: str, message: str, cause: str) -> None:
    assert _cause("PersistentVolumeClaim/data", event("PersistentVolumeClaim/data", reason, message)) == cause


@pytest.mark.parametrize(
    ("name", "health", "cause"),
    [
        ("apps/Deployment/web", {"status": "Suspended", "message": "Deployment is paused"}, "suspended"),
        ("batch/Job/load", {"status": "Suspended"}, "suspended"),
        ("apps/Deployment/web", {"message": 'Deployment "web" exceeded its progress deadline'}, "progress-deadline"),
        ("keda.sh/ScaledObject/web", {"status": "Suspended", "message": "ScaledObject is paused"}, "suspended"),
    ],
)
def test_the_health_that_argo_cd_tells_shows_a_cause(name: str, health: Object, cause: str) -> None:
    assert _cause(name, health=health, told=False) == cause
