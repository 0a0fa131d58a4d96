"""Which lists of Kubernetes' own kinds merge, and by which field of their elements.

The tags `patchStrategy` and `patchMergeKey` of k8s.io/api v0.36.1, a row a list. The last two names of a path are
enough to know it: in all these kinds no two fields share them and differ in their tags, but for those in `_OF_KIND`.
Of the status, which no chart renders, only the conditions are here.
"""

from collections.abc import Callable

Path = tuple[str, ...]

ITSELF = ""  # a list of words, which are their own keys
REPLACE = "$replace"  # a mapping that doesn't merge

_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_KEYS = {
    "metadata.finalizers": ITSELF,
    "metadata.ownerReferences": "uid",
    "status.conditions": "type",
    "secrets": "name",
    "webhooks": "name",
    "webhooks.matchConditions": "name",
    "spec.matchConditions": "name",
    "spec.ports": "port",
    "spec.volumes": "name",
    "spec.hostAliases": "ip",
    "spec.imagePullSecrets": "name",
    "spec.resourceClaims": "name",
    "spec.schedulingGates": "name",
    "spec.topologySpreadConstraints": "topologyKey",
    **{f"spec.{containers}": "name" for containers in _CONTAINERS},
    **{f"{containers}.env": "name" for containers in _CONTAINERS},
    **{f"{containers}.ports": "containerPort" for containers in _CONTAINERS},
    **{f"{containers}.volumeDevices": "devicePath" for containers in _CONTAINERS},
    **{f"{containers}.volumeMounts": "mountPath" for containers in _CONTAINERS},
}
TWINS = {"port": ("protocol", "TCP"), "containerPort": ("protocol", "TCP")}
"""What tells elements with one key apart, and its default: the API server takes a port once with each protocol.

kubectl's patch does not know it, and makes of the first of them a second one of the other protocol.
"""
_OF_KIND = {
    ("PodDisruptionBudget", "spec.selector"): REPLACE,
    ("ValidatingAdmissionPolicy", "spec.variables"): "name",
}
_GROUPS = {"", "apps", "autoscaling", "batch", "extensions", "policy"} | {
    f"{name}.k8s.io"
    for name in (
        *("admissionregistration", "certificates", "coordination", "discovery", "events", "flowcontrol.apiserver"),
        *("networking", "node", "rbac.authorization", "resource", "scheduling", "storage"),
    )
}


def of(api_version: str, kind: str) -> Callable[[Path], str | None]:
    """Return a function from a path to its list's key: None if the list is replaced, as any of a custom resource."""
    if api_version.rpartition("/")[0] not in _GROUPS:
        return lambda _: None
    return lambda path: _OF_KIND.get((kind, ".".join(path)), _KEYS.get(".".join(path[-2:])))
