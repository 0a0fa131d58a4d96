"""What Argo CD waits for before it calls an object healthy; nothing, for kinds that it can't judge.

Source: gitops-engine/pkg/health/health.go and resource_customizations of Argo CD 3.5.1. A cluster's argocd-cm may add
checks of its own, which nobody can see from here.
"""

from typing import Any

from cmp.argocd.health_scripts import has_script
from cmp.model import Manifest

_ROLLOUT = "its rollout completes"
_ADDRESS = "it has an address"

# The checks that are written in Go, and those scripts of which more can be said than that they exist.
GATES = {
    ("", "PersistentVolumeClaim"): "it is bound",
    ("", "Pod"): "it is ready, or has run to its end",
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
# What holds a workload up: to Argo CD it is Suspended, which a step waits for without end.
_HALTED = {
    ("apps", "Deployment"): "paused",
    ("argoproj.io", "Rollout"): "paused",
    ("batch", "Job"): "suspend",
    ("cluster.x-k8s.io", "Cluster"): "paused",
    ("cluster.x-k8s.io", "MachineDeployment"): "paused",
    ("helm.toolkit.fluxcd.io", "HelmRelease"): "suspend",
    ("image.toolkit.fluxcd.io", "ImageRepository"): "suspend",
    ("image.toolkit.fluxcd.io", "ImageUpdateAutomation"): "suspend",
    ("kustomize.toolkit.fluxcd.io", "Kustomization"): "suspend",
    ("notification.toolkit.fluxcd.io", "Receiver"): "suspend",
    ("source.toolkit.fluxcd.io", "Bucket"): "suspend",
    ("source.toolkit.fluxcd.io", "GitRepository"): "suspend",
    ("source.toolkit.fluxcd.io", "HelmChart"): "suspend",
    ("source.toolkit.fluxcd.io", "HelmRepository"): "suspend",
    ("source.toolkit.fluxcd.io", "OCIRepository"): "suspend",
}
# Its script judges the last run. It calls one healthy that never ran, and one that is suspended (issue 24428 there).
_AT_ONCE = {("batch", "CronJob")}


def never_healthy(manifest: Manifest) -> str:
    """Return why Argo CD will not call an object healthy as long as it says what it says; "" if it can."""
    kind = (manifest.ref.group, manifest.ref.kind)
    path = _HALTED.get(kind)
    spec = manifest.document.get("spec") if path else None
    if not isinstance(spec, dict):
        return ""
    if spec.get(path) is True:
        return f"spec.{path} is true: Argo CD calls it suspended"
    starts_none = kind == ("batch", "Job") and _is_zero(spec, "parallelism") and not _is_zero(spec, "completions")
    return "spec.parallelism is 0: it starts no pod" if starts_none else ""


def completes_at_once(manifest: Manifest) -> bool:
    """Tell whether an object is a Job that has run to its end without a pod."""
    spec = manifest.document.get("spec") if (manifest.ref.group, manifest.ref.kind) == ("batch", "Job") else None
    return isinstance(spec, dict) and _is_zero(spec, "completions")


def _is_zero(spec: dict[str, Any], field: str) -> bool:
    return spec.get(field) == 0 and spec.get(field) is not False


def gate(manifest: Manifest) -> str | None:
    """Return what has to happen before Argo CD calls an object healthy; None if it does so at once."""
    kind = (manifest.ref.group, manifest.ref.kind)
    if kind in _AT_ONCE:
        return None
    if kind == ("", "Service"):
        spec = manifest.document.get("spec")
        return _ADDRESS if isinstance(spec, dict) and spec.get("type") == "LoadBalancer" else None
    return GATES.get(kind) or ("it is healthy" if has_script(*kind) else None)
