"""Jobs that Kubernetes deletes soon after they finish (`ttlSecondsAfterFinished`), perhaps before Argo CD sees the end.

Argo CD looks at an ordinary object again after it has applied the next one. A Job that is gone by then fails the sync
(`is missing, it might have been deleted`: Sync in gitops-engine/pkg/sync/sync_context.go of Argo CD 3.6.1). A finalizer
keeps a hook until Argo CD has seen its result.
"""

from cmp.argocd.hooks import Role, role
from cmp.model import Manifest

SOON = 60
"""Seconds: what follows a Job in a wave of its own starts later than that, if its nodes have an image to pull."""

_TTL = "ttlSecondsAfterFinished"
_RUN_POLICY = (("runPolicy", _TTL),)
_FIELDS: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    ("argoproj.io", "Workflow"): (("ttlStrategy", "secondsAfterCompletion"), ("ttlStrategy", "secondsAfterSuccess")),
    ("batch", "Job"): ((_TTL,),),
    ("batch.volcano.sh", "Job"): ((_TTL,),),
    ("jobset.x-k8s.io", "JobSet"): ((_TTL,),),
    ("kubeflow.org", "MPIJob"): _RUN_POLICY,
    ("kubeflow.org", "PyTorchJob"): _RUN_POLICY,
    ("kubeflow.org", "TFJob"): _RUN_POLICY,
    ("sparkoperator.k8s.io", "SparkApplication"): (("timeToLiveSeconds",),),
}
"""The fields below `spec` by which the controller of a kind deletes an object after its run, in seconds."""


def deleted_after(manifest: Manifest) -> tuple[str, int] | None:
    """Return the field by which an object is deleted after its run, and its seconds; None where it stays."""
    for path in _FIELDS.get(manifest.ref.group_kind, ()):
        value = manifest.document.get("spec")
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, int) and not isinstance(value, bool):
            return ".".join(path), value
    return None


def stays(manifest: Manifest) -> int | None:
    """Return the seconds that a Job of Kubernetes stays after its run; None where nothing deletes it, or it is none."""
    found = deleted_after(manifest) if manifest.ref.group_kind == ("batch", "Job") else None
    return found[1] if found else None


def vanishes(manifest: Manifest) -> bool:
    """Tell whether a Job is deleted so soon that a pod of the next wave would not find it."""
    seconds = stays(manifest)
    return seconds is not None and seconds < SOON


def unseen(manifest: Manifest) -> bool:
    """Tell whether a Job is deleted before Argo CD can see that it has completed; a hook never is."""
    return stays(manifest) == 0 and role(manifest.head.annotations) is not Role.HOOK
