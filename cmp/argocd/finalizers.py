"""The finalizers of an object: what has to be done, and by whom, before the API server lets a deleted object go."""

from cmp.manifests.fields import document, texts
from cmp.model import Manifest

_BUILT_IN = frozenset({
    "foregroundDeletion", "kubernetes", "kubernetes.io/pv-protection", "kubernetes.io/pvc-protection", "orphan",
})  # fmt: skip
"""Finalizers that Kubernetes' own controllers remove."""


def finalizers(manifest: Manifest) -> tuple[str, ...]:
    """Return the finalizers that a manifest gives its object, but for those of Kubernetes itself.

    A controller may add more to what it manages; no manifest tells of these.
    """
    if "finalizers" not in manifest.text[: manifest.head.length]:
        return ()  # most objects are never parsed as a whole: their metadata stand in the head
    return tuple(one for one in texts(document(manifest), "metadata.finalizers[]") if one not in _BUILT_IN)
