"""The lists that merge are those that the real kubectl merges, by the same key."""

from typing import Any

import pytest
from kubectl_patch import patched

from cmp.manifests import merge_keys
from cmp.manifests.merge_keys import ITSELF

CONTAINER = {
    "ports": "containerPort",
    "env": "name",
    "volumeMounts": "mountPath",
    "volumeDevices": "devicePath",
    "envFrom": None,
    "args": None,
    "command": None,
}
POD = {
    "metadata.finalizers": ITSELF,
    "metadata.ownerReferences": "uid",
    "spec.volumes": "name",
    "spec.imagePullSecrets": "name",
    "spec.hostAliases": "ip",
    "spec.schedulingGates": "name",
    "spec.resourceClaims": "name",
    "spec.topologySpreadConstraints": "topologyKey",
    "spec.tolerations": None,
    "spec.readinessGates": None,
    "spec.securityContext.sysctls": None,
    "spec.dnsConfig.options": None,
    "spec.volumes.secret.items": None,
    "spec.volumes.projected.sources": None,
    **{
        f"spec.{containers}{field}": key
        for containers in ("containers", "initContainers", "ephemeralContainers")
        for field, key in {"": "name", **{f".{name}": key for name, key in CONTAINER.items()}}.items()
    },
}
LISTS: dict[tuple[str, str], dict[str, str | None]] = {
    ("v1", "Pod"): POD | {"status.conditions": "type"},
    ("v1", "PodTemplate"): {f"template.{path}": key for path, key in POD.items()},
    ("v1", "ReplicationController"): {f"spec.template.{path}": key for path, key in POD.items()},
    ("v1", "Service"): {"spec.ports": "port", "spec.externalIPs": None, "spec.loadBalancerSourceRanges": None},
    ("v1", "ServiceAccount"): {"secrets": "name", "imagePullSecrets": None},
    ("v1", "Endpoints"): {"subsets": None},
    ("v1", "PersistentVolumeClaim"): {"metadata.finalizers": ITSELF, "spec.accessModes": None},
    ("v1", "ConfigMap"): {"metadata.finalizers": ITSELF},
    ("apps/v1", "Deployment"): {f"spec.template.{path}": key for path, key in POD.items()}
    | {"status.conditions": "type"},
    ("apps/v1", "ReplicaSet"): {f"spec.template.{path}": key for path, key in POD.items()},
    ("apps/v1", "DaemonSet"): {f"spec.template.{path}": key for path, key in POD.items()},
    ("apps/v1", "StatefulSet"): {f"spec.template.{path}": key for path, key in POD.items()}
    | {"spec.volumeClaimTemplates": None},
    ("batch/v1", "Job"): {f"spec.template.{path}": key for path, key in POD.items()},
    ("batch/v1", "CronJob"): {f"spec.jobTemplate.spec.template.{path}": key for path, key in POD.items()}
    | {"spec.jobTemplate.metadata.finalizers": ITSELF},
    ("networking.k8s.io/v1", "Ingress"): {"spec.rules": None, "spec.tls": None, "metadata.ownerReferences": "uid"},
    ("networking.k8s.io/v1", "NetworkPolicy"): {"spec.ingress": None, "spec.policyTypes": None},
    ("autoscaling/v2", "HorizontalPodAutoscaler"): {"spec.metrics": None, "status.conditions": "type"},
    ("policy/v1", "PodDisruptionBudget"): {"metadata.finalizers": ITSELF, "status.conditions": "type"},
    ("rbac.authorization.k8s.io/v1", "ClusterRole"): {"rules": None, "metadata.finalizers": ITSELF},
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): {"subjects": None},
    ("discovery.k8s.io/v1", "EndpointSlice"): {"ports": None, "endpoints": None},
    ("storage.k8s.io/v1", "StorageClass"): {"mountOptions": None, "allowedTopologies": None},
    ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"): {
        "webhooks": "name",
        "webhooks.matchConditions": "name",
        "webhooks.rules": None,
    },
    ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"): {
        "webhooks": "name",
        "webhooks.matchConditions": "name",
        "webhooks.rules": None,
    },
    ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"): {
        "spec.variables": "name",
        "spec.matchConditions": "name",
        "spec.validations": None,
    },
    ("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicy"): {
        "spec.variables": None,
        "spec.matchConditions": "name",
        "spec.mutations": None,
    },
}


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind[1])
def test_each_list_has_its_key(kind: tuple[str, str]) -> None:
    key_of = merge_keys.of(*kind)

    assert {path: key_of(tuple(path.split("."))) for path in LISTS[kind]} == LISTS[kind]


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind[1])
def test_kubectl_merges_just_these_lists(kind: tuple[str, str]) -> None:
    lists = LISTS[kind]
    before, given, after = ({"apiVersion": kind[0], "kind": kind[1]} for _ in range(3))
    for path, key in lists.items():
        old, new = ("old", "new") if key == ITSELF else ({key or "key": "old"}, {key or "key": "new"})
        _put(before, path, lists, [old])
        _put(given, path, lists, [new])
        _put(after, path, lists, [new] if key is None else [new, old])

    assert patched([before], given) == [after]


@pytest.mark.parametrize("api_version", ["serving.knative.dev/v1", "gateway.networking.k8s.io/v1", "example.com/v1"])
def test_no_list_of_a_custom_resource_merges(api_version: str) -> None:
    key_of = merge_keys.of(api_version, "Service")

    assert {key_of(path) for path in (("spec", "ports"), ("spec", "containers"), ("metadata", "finalizers"))} == {None}


def _put(document: dict[str, Any], path: str, lists: dict[str, str | None], items: list[Any]) -> None:
    """Put items into the list at a path; where that lies in a list, into an element that stands behind all others."""
    above = ""
    *parents, field = path.split(".")
    for parent in parents:
        above = f"{above}.{parent}".lstrip(".")
        inner = document.setdefault(parent, [] if above in lists else {})
        if isinstance(inner, list):
            key = str(lists[above])
            inner[:] = [*(item for item in inner if item[key] != "all"), _of_all(inner, key)]
            inner = inner[-1]
        document = inner
    document[field] = items + document.get(field, [])


def _of_all(items: list[Any], key: str) -> Any:
    """Return the element that holds inner lists, new if there is none yet."""
    return next((item for item in items if item[key] == "all"), {key: "all"})
