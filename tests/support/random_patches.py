"""Random objects of Kubernetes' own kinds, and random strategic merge patches for them.

A shape says what a field may hold: a list of texts (one of them), a mapping (some of its fields), `Free` (any keys),
`Words` (a list of words that merges), `Keyed` (a list of mappings that merges) or `Whole` (a list that is replaced).
"""

from random import Random
from typing import Any, NamedTuple

TEXTS = ["a", "b", "1", "", "x y"]
NAMES = ["a", "b", "c", "d", "e"]


class Free(NamedTuple):
    """A mapping from any text to text; it is always there, so that replacing it is the same to everybody."""


class Words(NamedTuple):
    """A list of words that merges."""


class Keyed(NamedTuple):
    """A list of mappings that merges by one of their fields."""

    key: str
    values: list[Any]
    shape: dict[str, Any]


class Whole(NamedTuple):
    """A list that is replaced."""

    shape: Any


_META = {
    "labels": Free(),
    "annotations": Free(),
    "finalizers": Words(),
    "ownerReferences": Keyed("uid", NAMES, {"kind": TEXTS}),
}
_CONTAINER = {
    "image": TEXTS,
    "args": Whole(TEXTS),
    "env": Keyed("name", NAMES, {"value": TEXTS, "valueFrom": {"fieldRef": {"fieldPath": TEXTS}}}),
    "envFrom": Whole({"prefix": TEXTS, "secretRef": {"name": TEXTS}}),
    "ports": Keyed("containerPort", [80, 81, 443, 8080], {"name": TEXTS, "protocol": ["TCP", "UDP"]}),
    "volumeMounts": Keyed("mountPath", ["/a", "/b", "/c"], {"name": TEXTS, "readOnly": [True, False]}),
    "volumeDevices": Keyed("devicePath", ["/a", "/b"], {"name": TEXTS}),
    "resources": {"limits": Free(), "requests": Free()},
    "securityContext": {"runAsUser": [0, 1], "capabilities": {"add": Whole(TEXTS), "drop": Whole(TEXTS)}},
}
_POD = {
    "containers": Keyed("name", NAMES, _CONTAINER),
    "initContainers": Keyed("name", NAMES, _CONTAINER),
    "volumes": Keyed("name", NAMES, {"emptyDir": {"medium": TEXTS}, "secret": {"items": Whole({"key": TEXTS})}}),
    "imagePullSecrets": Keyed("name", NAMES, {}),
    "hostAliases": Keyed("ip", ["1.1.1.1", "2.2.2.2"], {"hostnames": Whole(TEXTS)}),
    "tolerations": Whole({"key": TEXTS, "value": TEXTS}),
    "topologySpreadConstraints": Keyed(
        "topologyKey", NAMES, {"maxSkew": [1, 2], "labelSelector": {"matchLabels": Free()}}
    ),
    "nodeSelector": Free(),
    "hostname": TEXTS,
    "affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": Whole({"weight": [1, 2]})}},
}
_TEMPLATE = {"metadata": _META, "spec": _POD}
_SELECTOR = {"matchLabels": Free(), "matchExpressions": Whole({"key": TEXTS, "values": Whole(TEXTS)})}
_JOB = {"backoffLimit": [1, 2], "template": _TEMPLATE}
_WORKLOAD = {"replicas": [1, 2], "selector": _SELECTOR, "template": _TEMPLATE}
_CLAIMS = {"volumeClaimTemplates": Whole({"metadata": {"name": TEXTS}, "spec": {"accessModes": Whole(TEXTS)}})}
_BACKEND = {"service": {"name": TEXTS, "port": {"number": [80, 81]}}}
_RULE = {"host": TEXTS, "http": {"paths": Whole({"path": TEXTS, "backend": _BACKEND})}}
Kind = tuple[str, str]
KINDS: dict[Kind, dict[str, Any]] = {
    ("v1", "Pod"): {"spec": _POD},
    ("v1", "ConfigMap"): {"data": Free(), "immutable": [True, False]},
    ("v1", "Service"): {
        "spec": {"ports": Keyed("port", [80, 81, 82], {"name": TEXTS}), "selector": Free(), "externalIPs": Whole(TEXTS)}
    },
    ("v1", "ServiceAccount"): {"secrets": Keyed("name", NAMES, {}), "imagePullSecrets": Whole({"name": TEXTS})},
    ("apps/v1", "Deployment"): {
        "spec": _WORKLOAD | {"strategy": {"type": TEXTS, "rollingUpdate": {"maxSurge": [1, 2]}}}
    },
    ("apps/v1", "StatefulSet"): {"spec": _WORKLOAD | _CLAIMS},
    ("apps/v1", "DaemonSet"): {"spec": _WORKLOAD},
    ("batch/v1", "Job"): {"spec": _JOB},
    ("batch/v1", "CronJob"): {"spec": {"schedule": TEXTS, "jobTemplate": {"metadata": _META, "spec": _JOB}}},
    ("networking.k8s.io/v1", "Ingress"): {"spec": {"rules": Whole(_RULE), "tls": Whole({"hosts": Whole(TEXTS)})}},
    ("policy/v1", "PodDisruptionBudget"): {
        "spec": {"minAvailable": [1, 2], "selector": {"matchExpressions": Whole({"key": TEXTS})}}
    },
}


def document(random: Random, kind: Kind, *, full: bool) -> dict[str, Any]:
    """Return a random object; a full one lacks no mapping and no list."""
    made: dict[str, Any] = _made(random, KINDS[kind] | {"metadata": _META}, full=full)
    return {"apiVersion": kind[0], "kind": kind[1]} | made


def change(random: Random, kind: Kind, *, full: bool) -> dict[str, Any]:
    """Return a random patch; one for full objects may replace and delete mappings."""
    changed: dict[str, Any] = _changed(random, KINDS[kind] | {"metadata": _META}, full=full)
    return {field: value for field, value in changed.items() if field != "$retainKeys"}


def _made(random: Random, shape: Any, *, full: bool) -> Any:
    match shape:
        case list():
            return random.choice(shape)
        case Free():
            return {name: random.choice(TEXTS) for name in _some(random, NAMES)}
        case Words():
            return _some(random, NAMES)
        case Whole():
            return [_made(random, shape.shape, full=full) for _ in range(random.randrange(4))]
        case Keyed():
            return [{shape.key: name} | _made(random, shape.shape, full=full) for name in _some(random, shape.values)]
        case _:
            fields = [
                field
                for field, inner in shape.items()
                if random.random() < 0.6 or (full and not isinstance(inner, list))
            ]
            return {field: _made(random, shape[field], full=full) for field in fields}


def _changed(random: Random, shape: Any, *, full: bool) -> Any:
    match shape:
        case Free():
            directive = random.choice([{}, {}, {"$patch": "replace"}, {"$patch": "delete"}] if full else [{}])
            return directive | {name: random.choice([*TEXTS, None]) for name in _some(random, NAMES)}
        case Keyed():
            elements = [_element(random, shape, name, full=full) for name in _some(random, shape.values)]
            return elements + ([{"$patch": "replace"}] if random.random() < 0.1 else [])
        case dict():
            chosen = [field for field in shape if random.random() < 0.5]
            patch = {field: _changed(random, shape[field], full=full) for field in chosen}
            patch |= {field: None for field in shape if random.random() < 0.05}
            return patch | _directives(random, shape, patch)
        case _:
            return _made(random, shape, full=full)


def _element(random: Random, shape: Keyed, name: Any, *, full: bool) -> dict[str, Any]:
    if random.random() < 0.2:
        return {shape.key: name, "$patch": "delete"}
    changed: dict[str, Any] = _changed(random, shape.shape, full=full)
    if "$retainKeys" in changed:
        changed["$retainKeys"] = [shape.key, *changed["$retainKeys"]]
    return {shape.key: name} | changed


def _directives(random: Random, shape: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Return directives that go with a patch of a mapping."""
    found: dict[str, Any] = {}
    for field, inner in shape.items():
        if isinstance(inner, Words) and random.random() < 0.3:
            found[f"$deleteFromPrimitiveList/{field}"] = _some(
                random, [name for name in NAMES if name not in (patch.get(field) or [])]
            )
        if _orderable(inner, patch.get(field)) and random.random() < 0.3:
            found[f"$setElementOrder/{field}"] = _order(random, inner, patch[field])
    if random.random() < 0.05:
        found["$retainKeys"] = sorted(
            {field for field, value in patch.items() if value is not None} | set(_some(random, list(shape)))
        )
    return found


def _orderable(shape: Any, elements: Any) -> bool:
    """Tell whether to order a list; where it loses elements too, kubectl's order is an accident of Go's slices."""
    return isinstance(shape, Words | Keyed) and bool(elements) and not any("$patch" in element for element in elements)


def _order(random: Random, shape: Words | Keyed, elements: list[Any]) -> list[Any]:
    """Return an order that elements of a patch are in, with others among them."""
    if isinstance(shape, Words):
        given, others = list(elements), [name for name in NAMES if name not in elements]
    else:
        given = [{shape.key: element[shape.key]} for element in elements]
        others = [{shape.key: value} for value in shape.values if {shape.key: value} not in given]
    for other in _some(random, others):
        given.insert(random.randint(0, len(given)), other)
    return given


def _some(random: Random, names: list[Any]) -> list[Any]:
    return random.sample(names, random.randint(0, len(names)))
