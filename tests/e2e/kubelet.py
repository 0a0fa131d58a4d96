"""What a cluster's nodes and operators would do, as pure functions over what there is.

A pod starts when everything that it names is there; how far it comes then is told by what runs its containers. A claim
is bound, an address given, and an operator makes its objects, a moment after it was asked for. What makes pods is left
to Kubernetes' own controllers.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from endpoints import subsets
from operators import operated

Object = dict[str, Any]
Found = dict[str, dict[str, Object]]
"""What a namespace holds: the objects of each plural, by name. Cluster-wide ones are there too."""


class Outcome(Enum):
    """How far the containers of a pod have come."""

    BEGUN = "its init containers run"
    STARTED = "its init containers have ended"
    SUCCEEDED = "all have ended"
    FAILED = "one has failed and is not started again"


class Pod(NamedTuple):
    """What a node says of a pod that it has: how far it has come, and its address."""

    outcome: Outcome
    address: str


Told = Callable[[Object], Pod | None]
"""Returns what a node says of a pod, None before it was given to one."""


class Change(NamedTuple):
    """What is to be written: a merge patch of a status or of a whole object, or a new object."""

    plural: str
    name: str
    body: Object
    new: bool = False
    whole: bool = False


def changes(found: Found, told: Told) -> Iterator[Change]:
    """Yield what would happen next in a namespace."""
    for name, pod in found.get("pods", {}).items():
        if status := _pod(pod, told(pod)):
            yield Change("pods", name, {"status": status})
    for name, claim in found.get("persistentvolumeclaims", {}).items():
        if claim.get("status", {}).get("phase") != "Bound" and _bound(claim, found):
            asked = claim["spec"]["resources"]["requests"]
            status = {"phase": "Bound", "capacity": asked, "accessModes": claim["spec"]["accessModes"]}
            yield Change("persistentvolumeclaims", name, {"status": status})
    yield from _addresses(found)
    yield from _endpoints(found)
    for plural, name, made, status in operated(found):
        for one in made:
            yield Change(one.plural, one.name, one.body, new=True)
        if status:
            yield Change(plural, name, {"status": status})


def _addresses(found: Found) -> Iterator[Change]:
    wanted = [("ingresses", name, one) for name, one in found.get("ingresses", {}).items()]
    services = found.get("services", {}).items()
    wanted += [("services", name, one) for name, one in services if one["spec"].get("type") == "LoadBalancer"]
    for plural, name, one in wanted:
        if not one.get("status", {}).get("loadBalancer", {}).get("ingress"):
            yield Change(plural, name, {"status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}})


def _endpoints(found: Found) -> Iterator[Change]:
    for name in found.get("services", {}):
        there, wanted = found.get("endpoints", {}).get(name), subsets(name, found)
        if wanted is not None and (there is None or (there.get("subsets") or []) != wanted):
            body = {"metadata": {"name": name}, "subsets": wanted}
            yield Change("endpoints", name, body, new=there is None, whole=True)


def missing(pod: Object, found: Found) -> list[str]:
    """Return what keeps a pod from starting."""
    spec = pod["spec"]
    lacking = [f"{plural}/{name}" for plural, name in _named(spec) if name not in found.get(plural, {})]
    claims = found.get("persistentvolumeclaims", {})
    unbound = [name for name in _claims(spec) if claims.get(name, {}).get("status", {}).get("phase") != "Bound"]
    return [*lacking, *(f"persistentvolumeclaims/{name}" for name in unbound)]


def startable(found: Found) -> Iterator[Object]:
    """Yield the pods of a namespace that have all that they name, and have not started."""
    for pod in found.get("pods", {}).values():
        pending = pod.get("status", {}).get("phase", "Pending") == "Pending"
        if pending and not pod["metadata"].get("deletionTimestamp") and not missing(pod, found):
            yield pod


def _pod(pod: Object, told: Pod | None) -> Object | None:
    """Return a pod's next status, of the phases Pending, Running, Succeeded and Failed."""
    phase = pod.get("status", {}).get("phase", "Pending")
    if told is None or told.outcome is Outcome.BEGUN or pod["metadata"].get("deletionTimestamp"):
        return None
    lasts = pod["spec"].get("restartPolicy", "Always") == "Always"
    conditions = [
        {"type": kind, "status": "True"} for kind in ("PodScheduled", "Initialized", "ContainersReady", "Ready")
    ]
    if phase == "Pending" and told.outcome is not Outcome.FAILED:
        addresses = {"podIP": told.address, "podIPs": [{"ip": told.address}]}
        return {"phase": "Running", "conditions": conditions if lasts else conditions[:2], **addresses}
    ends = {Outcome.SUCCEEDED: "Succeeded", Outcome.FAILED: "Failed"}.get(told.outcome)
    if lasts or phase not in ("Pending", "Running") or ends is None:
        return None
    return {"phase": ends, "conditions": conditions[:2]}


def _named(spec: Object) -> Iterator[tuple[str, str]]:
    """Yield what has to be there: each ConfigMap, Secret and ServiceAccount that is not optional."""
    yield "serviceaccounts", spec.get("serviceAccountName") or "default"
    for container in [*spec.get("initContainers", []), *spec["containers"]]:
        for one in container.get("env") or []:
            yield from _sources(one.get("valueFrom") or {}, ("configMapKeyRef", "secretKeyRef"))
        for one in container.get("envFrom") or []:
            yield from _sources(one, ("configMapRef", "secretRef"))
    for volume in spec.get("volumes") or []:
        for one in [volume, *((volume.get("projected") or {}).get("sources") or [])]:
            yield from _sources(one, ("configMap", "secret"))


def _sources(holder: Object, keys: tuple[str, str]) -> Iterator[tuple[str, str]]:
    for plural, key in zip(("configmaps", "secrets"), keys, strict=True):
        named = holder.get(key) or {}
        name = named.get("name") or named.get("secretName")
        if name and not named.get("optional"):
            yield plural, name


def _claims(spec: Object) -> list[str]:
    volumes = spec.get("volumes") or []
    return [one["persistentVolumeClaim"]["claimName"] for one in volumes if one.get("persistentVolumeClaim")]


def _bound(claim: Object, found: Found) -> bool:
    """Tell whether a claim finds its volume: some classes look for one only when a pod wants it."""
    name = claim["metadata"]["name"]
    known = found.get("storageclasses", {}).get(claim["spec"].get("storageClassName") or "", {})
    if known.get("volumeBindingMode") != "WaitForFirstConsumer" or claim["spec"].get("volumeName"):
        return True
    return any(name in _claims(pod["spec"]) for pod in found.get("pods", {}).values())
