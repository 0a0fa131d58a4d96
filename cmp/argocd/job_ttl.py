"""Jobs that Kubernetes deletes soon after they have run: a wave that waits for one may find it gone.

Argo CD looks at a plain object again after the one before it, and a Job that is no longer there fails the sync (`is
missing, it might have been deleted`: Sync in gitops-engine/pkg/sync/sync_context.go of Argo CD 3.5.1). A hook it keeps,
by a finalizer, until it has seen how that ended.
"""

from cmp.argocd.hooks import Role, role
from cmp.model import Manifest

SOON = 60
"""Seconds: what follows a Job in a wave of its own starts later than that, if its nodes have an image to pull."""


def stays(manifest: Manifest) -> int | None:
    """Return how many seconds a Job stays after it has run; None if nobody deletes it, or it is no Job."""
    if (manifest.ref.group, manifest.ref.kind) != ("batch", "Job"):
        return None
    spec = manifest.document.get("spec")
    seconds = spec.get("ttlSecondsAfterFinished") if isinstance(spec, dict) else None
    return seconds if isinstance(seconds, int) else None


def vanishes(manifest: Manifest) -> bool:
    """Tell whether an object is gone so soon that what waits for it has to be there while it runs."""
    seconds = stays(manifest)
    return seconds is not None and seconds < SOON


def unseen(manifest: Manifest) -> bool:
    """Tell whether an object is gone before Argo CD can see that it has run."""
    return stays(manifest) == 0 and role(manifest.head.annotations) is not Role.HOOK
