"""Jobs that Kubernetes deletes soon after they finish (`ttlSecondsAfterFinished`), perhaps before Argo CD sees the end.

Argo CD looks at an ordinary object again after it has applied the next one. A Job that is gone by then fails the sync
(`is missing, it might have been deleted`: Sync in gitops-engine/pkg/sync/sync_context.go of Argo CD 3.5.1). A finalizer
keeps a hook until Argo CD has seen its result.
"""

from cmp.argocd.hooks import Role, role
from cmp.model import Manifest

SOON = 60
"""Seconds: what follows a Job in a wave of its own starts later than that, if its nodes have an image to pull."""


def stays(manifest: Manifest) -> int | None:
    """Return `ttlSecondsAfterFinished` of a Job; None where it is not set, or the object is no Job."""
    if (manifest.ref.group, manifest.ref.kind) != ("batch", "Job"):
        return None
    spec = manifest.document.get("spec")
    seconds = spec.get("ttlSecondsAfterFinished") if isinstance(spec, dict) else None
    return seconds if isinstance(seconds, int) else None


def vanishes(manifest: Manifest) -> bool:
    """Tell whether a Job is deleted so soon that a pod of the next wave would not find it."""
    seconds = stays(manifest)
    return seconds is not None and seconds < SOON


def unseen(manifest: Manifest) -> bool:
    """Tell whether a Job is deleted before Argo CD can see that it has completed; a hook never is."""
    return stays(manifest) == 0 and role(manifest.head.annotations) is not Role.HOOK
