"""Autoscalers that never get a metric, since they scale by utilization and their pods request nothing.

Utilization is a share of the request. Without a request the autoscaler reports FailedGetResourceMetric, which Argo CD
calls Degraded (gitops-engine/pkg/health/health_hpa.go), except in 3.4, where an earlier condition decides. A LimitRange
in the stream may set requests; a LimitRange of the cluster cannot be seen from here.
"""

from collections.abc import Iterator
from typing import Any

from cmp.argocd.halted import Halted
from cmp.argocd.health import DEGRADED
from cmp.manifests.fields import document, text, walk
from cmp.model import Manifest, Ref
from cmp.objects.index import Index
from cmp.objects.pods import Pod, pods

_AUTOSCALER = ("autoscaling", "HorizontalPodAutoscaler")
_LIMITS = ("", "LimitRange")
_CARELESS = frozenset({"3.4"})
_DEFAULT = ("cpu", "")
"""By what an autoscaler scales that names no metric; autoscaling/v1 knows no other."""


def unmeasured(index: Index, version: str) -> dict[Ref, Halted]:
    """Return the autoscalers that never get their metric, each with the reason."""
    if version in _CARELESS or any(index.each(_LIMITS)):
        return {}
    return {one.ref: found for one in index.each(_AUTOSCALER) if (found := _unmeasured(one, index))}


def _unmeasured(autoscaler: Manifest, index: Index) -> Halted | None:
    body = document(autoscaler)
    group = text(body, "spec.scaleTargetRef.apiVersion").rpartition("/")[0]
    kind, name = text(body, "spec.scaleTargetRef.kind"), text(body, "spec.scaleTargetRef.name")
    target = index.find(group, kind, autoscaler.ref.namespace, name)
    if target is None or 0 in walk(document(target), "spec.replicas"):
        return None
    for resource, container in _utilizations(body):
        for pod in pods(target):
            if who := _requesting_none(pod, resource, container):
                cause = (
                    f"it scales by {resource} utilization, and container {who} of {target.ref} requests no {resource}"
                )
                return Halted(cause=cause, effect="without its metric Argo CD calls it degraded", health=DEGRADED)
    return None


def _utilizations(body: Any) -> Iterator[tuple[str, str]]:
    """Yield the resources by whose utilization an autoscaler scales, each with the container, "" for all containers."""
    metrics = walk(body, "spec.metrics[]")
    if not metrics:
        yield _DEFAULT
    for metric in metrics:
        for place in ("resource", "containerResource"):
            if text(metric, f"{place}.target.type") == "Utilization":
                yield text(metric, f"{place}.name"), text(metric, f"{place}.container")


def _requesting_none(pod: Pod, resource: str, container: str) -> str:
    """Return a long-running container that requests nothing of a resource, "" if none; a limit counts as a request."""
    if walk(pod.spec, f"resources.requests.{resource}"):
        return ""
    sidecars = [one for one in walk(pod.spec, "initContainers[]") if text(one, "restartPolicy") == "Always"]
    for one in [*walk(pod.spec, "containers[]"), *sidecars]:
        given = any(walk(one, f"resources.{place}.{resource}") for place in ("requests", "limits"))
        if container in {"", text(one, "name")} and not given:
            return text(one, "name")
    return ""
