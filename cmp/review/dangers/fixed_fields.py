"""The fields that the API server never lets be changed, a row a field, with the default of one that is left out.

Sources, in Kubernetes 1.37.0: the functions `Validate<Kind>Update` of pkg/apis/<group>/validation/validation.go, and
validateCustomResourceDefinitionSpecUpdate of k8s.io/apiextensions-apiserver. What depends on more than the field itself
has a file of its own beside this one.
"""

from collections.abc import Callable, Iterator
from typing import Any

from cmp.review.dangers.pair import Pair, Refusal, at
from cmp.review.stored import claim, pod_template, settled
from cmp.value import Value


class Fixed(Value):
    """A field that stays as it is: its path, its default, and how its values are stored, if not as written."""

    path: str
    default: Any = None
    stored: Callable[[Any], Any] = settled


def _claims(value: Any) -> Any:
    return [claim(one) for one in value] if isinstance(value, list) else []


def _set(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list) else []


def _of_group(value: Any) -> Any:
    return {"apiGroup": "rbac.authorization.k8s.io", **value} if isinstance(value, dict) else value


_SELECTOR = (Fixed(path="spec.selector"),)
_ROLE = (Fixed(path="roleRef", stored=_of_group),)
_RBAC = "rbac.authorization.k8s.io"
FIXED: dict[tuple[str, str], tuple[Fixed, ...]] = {
    ("apps", "DaemonSet"): _SELECTOR,
    ("apps", "Deployment"): _SELECTOR,
    ("apps", "ReplicaSet"): _SELECTOR,
    ("apps", "StatefulSet"): (
        *_SELECTOR,
        Fixed(path="spec.serviceName", default=""),
        Fixed(path="spec.podManagementPolicy", default="OrderedReady"),
        Fixed(path="spec.volumeClaimTemplates", stored=_claims),
    ),
    ("batch", "Job"): (
        Fixed(path="spec.template", stored=pod_template),
        Fixed(path="spec.selector"),
        Fixed(path="spec.completionMode", default="NonIndexed"),
        Fixed(path="spec.podFailurePolicy"),
        Fixed(path="spec.backoffLimitPerIndex"),
        Fixed(path="spec.managedBy"),
        Fixed(path="spec.successPolicy"),
    ),
    ("", "ResourceQuota"): (Fixed(path="spec.scopes", stored=_set),),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): (
        Fixed(path="spec.scope"),
        Fixed(path="spec.group"),
        Fixed(path="spec.names.kind"),
        Fixed(path="spec.names.plural"),
    ),
    ("networking.k8s.io", "IngressClass"): (Fixed(path="spec.controller"),),
    ("node.k8s.io", "RuntimeClass"): (Fixed(path="handler"),),
    (_RBAC, "ClusterRoleBinding"): _ROLE,
    (_RBAC, "RoleBinding"): _ROLE,
    ("scheduling.k8s.io", "PriorityClass"): (
        Fixed(path="value", default=0),
        Fixed(path="preemptionPolicy", default="PreemptLowerPriority"),
    ),
    ("storage.k8s.io", "CSIDriver"): (
        Fixed(path="spec.attachRequired", default=True),
        Fixed(path="spec.volumeLifecycleModes", default=["Persistent"]),
    ),
    ("storage.k8s.io", "StorageClass"): (
        Fixed(path="provisioner"),
        Fixed(path="parameters"),
        Fixed(path="reclaimPolicy", default="Delete"),
        Fixed(path="volumeBindingMode", default="Immediate"),
    ),
    ("storage.k8s.io", "VolumeAttributesClass"): (Fixed(path="driverName"), Fixed(path="parameters")),
}


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield the fixed fields of an object that differ."""
    for row in FIXED.get(pair.ref.group_kind, ()):
        old, new = _stored(pair.before, row), _stored(pair.after, row)
        if old != new:
            yield Refusal(row.path, "can't be changed")


def _stored(document: Any, row: Fixed) -> Any:
    value = at(document, row.path)
    found = row.stored(row.default if value is None else value)
    return None if found in ({}, []) else found
