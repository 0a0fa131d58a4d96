"""Parts of objects as the API server stores them: with its defaults, and without what means nothing.

Two manifests that are stored alike are one to it, however they are written. Source: zz_generated.defaults.go and
defaults.go in pkg/apis/core/v1 and pkg/apis/batch/v1 of Kubernetes 1.37.0.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_MODE = {"defaultMode": 420}
_PROBE = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe", "postStart", "preStop")
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_POINTERS = frozenset({"affinity", "lifecycle", "nodeAffinity", "podAffinity", "podAntiAffinity", "emptyDir"})
"""Fields in which an empty mapping is another thing than none."""
_TEMPLATE = {"dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler"}
_TEMPLATE_MORE = {"terminationGracePeriodSeconds": 30, "hostNetwork": False, "hostPID": False, "hostIPC": False}
_QUANTITY = re.compile(r"([+-]?[0-9.]+)([eE][+-]?[0-9]+|[numkMGTPE]?i?)")
_UNITS = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = ("Ki", "Mi", "Gi", "Ti", "Pi", "Ei")


def settled(value: Any) -> Any:
    """Return a value without nulls, empty lists and empty mappings, which the API server takes for none."""
    if isinstance(value, dict):
        below = {key: settled(one) for key, one in value.items()}
        return {key: one for key, one in below.items() if one not in (None, [], {}) or (one == {} and key in _POINTERS)}
    return [settled(one) for one in value] if isinstance(value, list) else value


def quantity(value: Any) -> Decimal | None:
    """Return what a quantity amounts to: `1Gi` is 1073741824; None for what is none."""
    found = _QUANTITY.fullmatch(str(value))
    if not found or isinstance(value, bool):
        return None
    number, unit = found.groups()
    try:
        if unit in _BINARY:
            return Decimal(number) * Decimal(1024) ** (_BINARY.index(unit) + 1)
        return Decimal(number).scaleb(_UNITS[unit] if unit in _UNITS else int(unit[1:]))
    except (ArithmeticError, KeyError, ValueError):
        return None


def pod_template(template: Any) -> Any:
    """Return a pod template as it is stored."""
    whole = _dict(template)
    spec = _with_accounts(_dict(whole.get("spec")))
    told = {**_TEMPLATE, **_TEMPLATE_MORE, **spec}
    for key in _CONTAINERS:
        if isinstance(spec.get(key), list):
            told[key] = [_container(_dict(one), host=told["hostNetwork"] is True) for one in spec[key]]
    if isinstance(spec.get("volumes"), list):
        told["volumes"] = [_volume(_dict(one)) for one in spec["volumes"]]
    metadata = {key: value for key, value in _dict(whole.get("metadata")).items() if key != "creationTimestamp"}
    return settled({"metadata": metadata, "spec": told})


def claim(value: Any) -> Any:
    """Return a claim, or a template of one, as it is stored, with its quantities as numbers."""
    whole = {key: below for key, below in _dict(value).items() if key not in ("apiVersion", "kind", "status")}
    whole["metadata"] = {k: v for k, v in _dict(whole.get("metadata")).items() if k != "creationTimestamp"}
    spec = {"volumeMode": "Filesystem", **_dict(whole.get("spec"))}
    return settled({**whole, "spec": {**spec, "resources": _amounts(spec.get("resources"))}})


def _with_accounts(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a pod's spec with its account under one name: the other one is deprecated, and mirrors it."""
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    return {**{key: value for key, value in spec.items() if key != "serviceAccount"}, "serviceAccountName": account}


def _container(one: Mapping[str, Any], *, host: bool) -> dict[str, Any]:
    image = str(one.get("image", ""))
    latest = "@" not in image and image.rpartition("/")[2].partition(":")[2] in ("", "latest")
    told = {
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "imagePullPolicy": "Always" if latest else "IfNotPresent",
        **{key: value for key, value in one.items() if value is not None},
        "resources": _amounts(one.get("resources")),
        "ports": [_port(_dict(port), host=host) for port in _list(one.get("ports"))],
        "env": [_variable(_dict(each)) for each in _list(one.get("env"))],
    }
    for key in _PROBES:
        if isinstance(one.get(key), dict):
            told[key] = _probe(one[key])
    if isinstance(security := one.get("securityContext"), dict):
        told["securityContext"] = {"procMount": "Default", **security}
    if isinstance(life := one.get("lifecycle"), dict):
        told["lifecycle"] = {key: _handler(_dict(value)) for key, value in life.items()}
    return told


def _port(port: Mapping[str, Any], *, host: bool) -> dict[str, Any]:
    return {"protocol": "TCP", **({"hostPort": port.get("containerPort")} if host else {}), **port}


def _variable(one: Mapping[str, Any]) -> dict[str, Any]:
    source = _dict(one.get("valueFrom"))
    plain = {key: value for key, value in one.items() if not (key == "value" and value == "")}
    if isinstance(field := source.get("fieldRef"), dict):
        return {**plain, "valueFrom": {**source, "fieldRef": {"apiVersion": "v1", **field}}}
    return plain


def _probe(probe: Mapping[str, Any]) -> dict[str, Any]:
    return {**_PROBE, **_handler(probe)}


def _handler(one: Mapping[str, Any]) -> dict[str, Any]:
    http = one.get("httpGet")
    return {**one, "httpGet": {"path": "/", "scheme": "HTTP", **http}} if isinstance(http, dict) else dict(one)


def _volume(one: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(one) if len(one) > 1 else {**one, "emptyDir": {}}
    for key in ("configMap", "secret", "downwardAPI", "projected"):
        if isinstance(told.get(key), dict):
            told[key] = {**_MODE, **told[key]}
    return told


def _amounts(resources: Any) -> Any:
    if isinstance(resources, dict):
        return {key: _amounts(value) for key, value in resources.items()}
    number = quantity(resources)
    return resources if number is None else str(number.normalize())


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
