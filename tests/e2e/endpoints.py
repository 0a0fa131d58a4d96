"""The names of a cluster's Services, and their addresses, which answer as long as pods are ready."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Object = dict[str, Any]
Found = Mapping[str, Mapping[str, Object]]
_DOMAIN = "svc.cluster.local"


class Answer(NamedTuple):
    """An address and port, and the image of a pod that answers there."""

    address: str
    port: int
    image: str


def names(found: Mapping[str, Found]) -> dict[str, list[str]]:
    """Return each name that is known in a cluster, with its addresses; `found` has what each namespace holds."""
    made: dict[str, list[str]] = {}
    for namespace, held in found.items():
        for name, service in held.get("services", {}).items():
            full = f"{name}.{namespace}.{_DOMAIN}"
            address = service["spec"].get("clusterIP") or "None"
            made[full] = [one["ip"] for one in _ready(held, name)] if address == "None" else [address]
            made |= {f"{one['hostname']}.{full}": [one["ip"]] for one in _ready(held, name) if one.get("hostname")}
    return made


def answers(found: Mapping[str, Found]) -> set[Answer]:
    """Return what answers: each Service that has ready pods, and those pods themselves."""
    return {answer for held in found.values() for name in held.get("services", {}) for answer in _answers(held, name)}


def subsets(name: str, held: Found) -> list[Object] | None:
    """Return what the Endpoints of a Service are to say, as Kubernetes' own controller would; None without a selector.

    That controller insists on nodes, of which there are none here.
    """
    service = held["services"][name]
    if not (selector := service["spec"].get("selector")):
        return None
    made = []
    for pod in held.get("pods", {}).values():
        labels = pod["metadata"].get("labels") or {}
        if selector.items() <= labels.items() and (address := _address(name, pod)):
            ready = service["spec"].get("publishNotReadyAddresses") or _is_ready(pod)
            ports = _ports(service["spec"].get("ports") or [], pod)
            made.append({"addresses" if ready else "notReadyAddresses": [address], "ports": ports})
    return made


def _address(name: str, pod: Object) -> Object | None:
    status = pod.get("status", {})
    if status.get("phase") != "Running" or not status.get("podIP") or pod["metadata"].get("deletionTimestamp"):
        return None
    target = {"kind": "Pod", "name": pod["metadata"]["name"], "namespace": pod["metadata"]["namespace"]}
    spec = pod["spec"]
    named = {"hostname": spec["hostname"]} if spec.get("subdomain") == name and spec.get("hostname") else {}
    return {"ip": status["podIP"], "targetRef": target, **named}


def _is_ready(pod: Object) -> bool:
    return any(one["type"] == "Ready" and one["status"] == "True" for one in pod["status"].get("conditions") or [])


def _ports(wanted: list[Object], pod: Object) -> list[Object]:
    """Return the ports of a pod that a Service leads to, without those that have no such name there."""
    named = {port["name"]: port["containerPort"] for one in pod["spec"]["containers"] for port in one.get("ports") or []
             if "name" in port}  # fmt: skip
    found = []
    for port in wanted:
        target = port.get("targetPort", port["port"])
        number = named.get(target) if isinstance(target, str) else target
        if number:
            name = {"name": port["name"]} if "name" in port else {}
            found.append({**name, "port": number, "protocol": port.get("protocol", "TCP")})
    return found


def _answers(held: Found, name: str) -> Iterator[Answer]:
    spec = held["services"][name]["spec"]
    for subset in _subsets(held, name):
        for one in subset.get("addresses") or []:
            pod = held.get("pods", {}).get((one.get("targetRef") or {}).get("name", ""), {})
            image = (pod.get("spec") or {}).get("containers", [{}])[0].get("image", "")
            for target in subset.get("ports") or []:
                yield Answer(one["ip"], target["port"], image)
                for port in spec.get("ports") or []:
                    if spec.get("clusterIP", "None") != "None" and port.get("name", "") == target.get("name", ""):
                        yield Answer(spec["clusterIP"], port["port"], image)


def _subsets(held: Found, name: str) -> list[Object]:
    return held.get("endpoints", {}).get(name, {}).get("subsets") or []


def _ready(held: Found, name: str) -> list[Object]:
    return [one for subset in _subsets(held, name) for one in subset.get("addresses") or []]
