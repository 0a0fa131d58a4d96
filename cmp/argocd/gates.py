"""The condition, in words, that an object must meet before Argo CD starts the next step."""

from cmp.argocd.health import HEALTHY, health
from cmp.argocd.queued import queued
from cmp.model import Manifest

_ROLLOUT = "its rollout completes"
_ADDRESS = "it has an address"

# The conditions of health checks that are more exact than "it is healthy".
_UNTIL = {
    ("", "PersistentVolumeClaim"): "it is bound",
    ("", "Pod"): "it is ready, or has run to its end",
    ("", "Service"): _ADDRESS,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): "it is established",
    ("apiregistration.k8s.io", "APIService"): "it is available",
    ("apps", "DaemonSet"): _ROLLOUT,
    ("apps", "Deployment"): _ROLLOUT,
    ("apps", "ReplicaSet"): _ROLLOUT,
    ("apps", "StatefulSet"): _ROLLOUT,
    ("argoproj.io", "Rollout"): _ROLLOUT,
    ("argoproj.io", "Workflow"): "it succeeds",
    ("autoscaling", "HorizontalPodAutoscaler"): "it can read its metrics",
    ("batch", "Job"): "it completes",
    ("extensions", "Ingress"): _ADDRESS,
    ("networking.k8s.io", "Ingress"): _ADDRESS,
}
# The API server itself writes an empty status into these, which their health script calls Healthy.
_AT_ONCE = frozenset({("batch", "CronJob")})


def gate(manifest: Manifest, version: str) -> str | None:
    """Return what must happen before Argo CD calls an object healthy; None if it is so as soon as it is applied."""
    kind = manifest.ref.group_kind
    if kind in _AT_ONCE or health(manifest, version) in {None, HEALTHY}:
        return None
    return "its queue lets it run" if queued(manifest) else _UNTIL.get(kind, "it is healthy")


def unawaited(manifest: Manifest, version: str) -> str:
    """Return the reason why Argo CD does not wait until an object is ready; "" if it waits."""
    if queued(manifest):
        return "Argo CD calls a Job that was resumed healthy while it still runs"
    if gate(manifest, version):
        return ""
    kind = manifest.ref.kind
    if health(manifest, version) is None:
        return f"Argo CD has no health check for {kind}"
    return f"Argo CD calls this {kind} healthy as soon as it is made"
