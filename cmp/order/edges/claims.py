"""Edges from a pod to a claim that is bound only once this pod exists (volumeBindingMode WaitForFirstConsumer)."""

from collections import defaultdict
from collections.abc import Iterator

from cmp.manifests.fields import document, text
from cmp.model import Edge, Need, Reason, Ref, Strength
from cmp.objects.index import Index

_LATER = "WaitForFirstConsumer"


def claims(index: Index) -> Iterator[Edge]:
    """Yield an edge from the first pod to each claim whose StorageClass is in the stream and waits for a consumer."""
    late = {
        known.ref.name
        for known in index.each(("storage.k8s.io", "StorageClass"))
        if text(document(known), "volumeBindingMode") == _LATER
    }
    users: dict[Ref, list[Ref]] = defaultdict(list)
    for pod in index.pods if late else ():
        for use in pod.uses:
            claim = index.find(use.group, use.kind, pod.ref.namespace, use.name)
            if claim and pod.starts and use.kind == "PersistentVolumeClaim":
                users[claim.ref].append(pod.ref)
    for ref, pods in users.items():
        spec = document(index.by_ref[ref])
        if text(spec, "spec.storageClassName") in late and not text(spec, "spec.volumeName"):
            yield Edge(
                before=index.in_turn(pods)[0],
                after=ref,
                need=Need.EXISTS,
                strength=Strength.SHOULD,
                reason=Reason.REFERENCE,
                blocks=True,
                whys=("is bound once a pod of it mounts the claim",),
            )
