"""What a cluster's nodes and operators would do, as pure functions over what there is.

A pod starts when everything that it names is there and the Jobs that its init containers wait for are complete; a claim
is bound, an address given, and an operator writes its Secret, a moment after it was asked for. What makes pods is left
to Kubernetes' own controllers.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from operators import operated
from waits import awaited

Object = dict[str, Any]
Found = dict[str, dict[str, Object]]
"""What a namespace holds: the objects of each plural, by name. Cluster-wide ones are there too."""


class Change(NamedTuple):
    """What is to be written: a merge patch of a status, or a new object."""

    plural: str
    name: str
    body: Object
    new: bool = False


def changes(found: Found) -> Iterator[Change]:
    """Yield what would happen next in a namespace."""
    for name, pod in found.get("pods", {}).items():
        if status := _pod(pod, found):
            yield Change("pods", name, {"status": status})
    for name, claim in found.get("persistentvolumeclaims", {}).items():
        if claim.get("status", {}).get("phase") != "Bound" and _bound(claim, found):
            asked = claim["spec"]["resources"]["requests"]
            status = {"phase": "Bound", "capacity": asked, "accessModes": claim["spec"]["accessModes"]}
            yield Change("persistentvolumeclaims", name, {"status": status})
    yield from _addresses(found)
    for plural, secrets, status in operated(found):
        for name in secrets:
            yield Change("secrets", name, {"metadata": {"name": name}, "stringData": {"key": "value"}}, new=True)
        if status:
            yield Change(plural, status[0], {"status": status[1]})


def _addresses(found: Found) -> Iterator[Change]:
    wanted = [("ingresses", name, one) for name, one in found.get("ingresses", {}).items()]
    services = found.get("services", {}).items()
    wanted += [("services", name, one) for name, one in services if one["spec"].get("type") == "LoadBalancer"]
    for plural, name, one in wanted:
        if not one.get("status", {}).get("loadBalancer", {}).get("ingress"):
            yield Change(plural, name, {"status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}})


def missing(pod: Object, found: Found) -> list[str]:
    """Return what keeps a pod from starting."""
    spec = pod["spec"]
    lacking = [f"{plural}/{name}" for plural, name in _named(spec) if name not in found.get(plural, {})]
    claims = found.get("persistentvolumeclaims", {})
    unbound = [name for name in _claims(spec) if claims.get(name, {}).get("status", {}).get("phase") != "Bound"]
    jobs = found.get("jobs", {})
    waiting = [f"jobs/{want}" for container in spec.get("initContainers", []) for want in awaited(container, jobs)]
    return [*lacking, *(f"persistentvolumeclaims/{name}" for name in unbound), *waiting]


def _pod(pod: Object, found: Found) -> Object | None:
    """Return a pod's next status: it runs, or has run to its end."""
    phase = pod.get("status", {}).get("phase", "Pending")
    if pod["metadata"].get("deletionTimestamp") or phase not in ("Pending", "Running") or missing(pod, found):
        return None
    lasts = pod["spec"].get("restartPolicy", "Always") == "Always"
    if lasts and phase == "Running":
        return None
    conditions = [
        {"type": kind, "status": "True"} for kind in ("PodScheduled", "Initialized", "ContainersReady", "Ready")
    ]
    if phase == "Pending":
        return {"phase": "Running", "conditions": conditions if lasts else conditions[:2]}
    return {"phase": "Succeeded", "conditions": conditions[:2]}


def _named(spec: Object) -> Iterator[tuple[str, str]]:
    """Yield what has to be there: each ConfigMap, Secret and ServiceAccount that is not optional."""
    if spec.get("serviceAccountName"):
        yield "serviceaccounts", spec["serviceAccountName"]
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


def shown(found: Found) -> str:
    """Return what keeps the pods of a namespace from starting, for who reads of a sync that hangs."""
    lacking = {name: missing(pod, found) for name, pod in found.get("pods", {}).items()}
    return json.dumps({name: needs for name, needs in lacking.items() if needs})
