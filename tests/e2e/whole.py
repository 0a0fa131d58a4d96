"""What an API server insists on and a test's manifest need not say: selectors, restart policies, sizes, definitions."""

import copy
from collections.abc import Iterable
from typing import Any

import definitions

Object = dict[str, Any]

_ONCE = ("Job",)
_LASTING = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
_CLAIM = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}


def whole(document: Object) -> Object:
    """Return a manifest with what it lacks, all of what it says unchanged."""
    made = copy.deepcopy(document)
    kind, spec = made["kind"], made.get("spec") or {}
    if kind == "CronJob":
        spec["jobTemplate"]["spec"]["template"]["spec"].setdefault("restartPolicy", "Never")
    if kind in (*_LASTING, *_ONCE):
        template = spec.setdefault("template", {})
        for container in [*template["spec"].get("initContainers", []), *template["spec"]["containers"]]:
            container.setdefault("image", "example.com/main")
    if kind in _ONCE:
        spec["template"]["spec"].setdefault("restartPolicy", _restarted(spec["template"]["spec"]))
        spec.setdefault("backoffLimit", 0)
    if kind in _LASTING:
        labels = spec["template"].setdefault("metadata", {}).setdefault("labels", {})
        if not labels:
            labels["app"] = made["metadata"]["name"]
        spec.setdefault("selector", {"matchLabels": dict(labels)})
    if kind == "StatefulSet":
        spec.setdefault("serviceName", made["metadata"]["name"])
    if kind == "PersistentVolumeClaim":
        made["spec"] = {**_CLAIM, **spec}
    if kind == "CustomResourceDefinition" and "versions" not in spec:
        full = definitions.definition(spec["group"], spec["names"]["kind"], ("v1",), spec["names"]["plural"])
        made["spec"] = full["spec"] | {"scope": spec.get("scope", "Namespaced")}
    return made


def _restarted(pod: Object) -> str:
    """Return when a Job's containers start again: `kubectl wait` gives up after 30 s, which a busy machine may take."""
    return "OnFailure" if pod.get("initContainers") else "Never"


def wholes(documents: Iterable[Object]) -> list[Object]:
    """Return manifests with what they lack."""
    return [whole(document) for document in documents]
