"""The finalizers of an object: what has to be done, and by whom, before the API server lets a deleted object go."""

from collections.abc import Iterable

from cmp.manifests.fields import document, texts, walk
from cmp.model import Manifest

CASCADES = "resources-finalizer.argocd.argoproj.io"
"""The finalizer of an Application whose deletion takes its objects down."""
_CASCADES = frozenset({CASCADES, f"{CASCADES}/foreground", f"{CASCADES}/background"})
_PRESERVES = "spec.syncPolicy.preserveResourcesOnDeletion"

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


def cascades(names: Iterable[str]) -> bool:
    """Tell whether the deletion of an Application with these finalizers takes its objects down.

    Source: CascadedDeletion in pkg/apis/application/v1alpha1/types.go of Argo CD 3.6.1.
    """
    return not _CASCADES.isdisjoint(names)


def leaves(manifest: Manifest) -> str:
    """Return why an Application goes and what it deploys stays, or those of an ApplicationSet; "" if neither is so.

    Source: RenderTemplateParams in applicationset/utils/utils.go of Argo CD 3.6.1, for the finalizers of a set's.
    """
    if manifest.ref.group_kind == ("argoproj.io", "Application"):
        stays = not cascades(texts(document(manifest), "metadata.finalizers[]"))
        return f"no finalizer {CASCADES} takes it down" if stays else ""
    if manifest.ref.group_kind == ("argoproj.io", "ApplicationSet"):
        whole = document(manifest)
        own, preserves = texts(whole, "spec.template.metadata.finalizers[]"), walk(whole, _PRESERVES) == [True]
        return f"its Applications get no finalizer {CASCADES}" if (own or preserves) and not cascades(own) else ""
    return ""
