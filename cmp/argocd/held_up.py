"""Why an object that a sync deletes stays: its deletion is not confirmed, a pod mounts it, or its controller is gone.

Source: objRequiresPruneConfirmation in pkg/sync/sync_context.go of gitops-engine in Argo CD 3.6.1; the finalizer
`kubernetes.io/pvc-protection` of Kubernetes.
"""

from collections.abc import Collection, Iterable

from cmp.argocd.finalizers import finalizers
from cmp.argocd.kinds import LONG_LIVED
from cmp.model import Edge, Manifest, Reason, Ref

CLAIM = ("", "PersistentVolumeClaim")
_RUN_ON = LONG_LIVED - {("batch", "CronJob")}
UNCONFIRMED = "Prune=confirm: the sync waits until its deletion is confirmed"


def users(ref: Ref, needs: Iterable[Edge]) -> list[Ref]:
    """Return the workloads whose pods keep a claim: those that run on, since a pod that has ended keeps none."""
    if ref.group_kind != CLAIM:
        return []
    return sorted({edge.after for edge in needs if edge.before == ref and edge.after.group_kind in _RUN_ON})


def mounted_by(ref: Ref, needs: Iterable[Edge], there: Collection[Ref]) -> str:
    """Return why a claim stays that is deleted, "" if nothing that is there mounts it.

    Args:
        ref: the object that is deleted.
        needs: the needs between the objects that are there.
        there: those of them that stay, and that the sync has not applied anew.
    """
    found = [user for user in users(ref, needs) if user in there]
    return f"it stays as long as {found[0]} mounts it" if found else ""


def orphaned(manifest: Manifest, needs: Iterable[Edge], gone: Collection[Ref]) -> str:
    """Return why an object stays whose controller goes first, or with it; "" if its controller is not among `gone`."""
    waits = finalizers(manifest)
    if not waits:
        return ""
    controllers = (edge.before for edge in needs if edge.after == manifest.ref and edge.reason is Reason.CONTROLLER)
    missing = sorted(ref for ref in controllers if ref in gone)
    return f"it stays: {missing[0]}, which removes its finalizer {waits[0]}, is gone" if missing else ""
