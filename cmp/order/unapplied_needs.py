"""Finds pods that need an object of the stream that a successful sync never applies."""

from collections.abc import Sequence

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.exclusions import unapplied
from cmp.model import Edge, Manifest, Reason, Ref
from cmp.objects.generated_secrets import Producers
from cmp.objects.index import Index
from cmp.order.edges.merge import merged
from cmp.order.edges.references import references
from cmp.order.edges.watched import missing_jobs, watched

_HOOKS = (HOOK, HELM_HOOK)


def unapplied_objects(manifests: Sequence[Manifest]) -> dict[Ref, str]:
    """Return the objects that a successful sync never applies, each with the reason."""
    return {ref: why for ref, one in {one.ref: one for one in manifests}.items() if (why := unapplied(one))}


def unapplied_needs(manifests: Sequence[Manifest]) -> tuple[Edge, ...]:
    """Return the edges to objects that are never applied, from objects that can't become healthy without them.

    Left out are objects that may come from elsewhere: a Secret that a controller writes, or one of several Jobs that a
    pod selects by label.
    """
    never = unapplied_objects(manifests)
    if not never:
        return ()
    there = Index([manifest for manifest in manifests if manifest.ref not in never])
    as_if = Index([_ordinary(manifest) if manifest.ref in never else manifest for manifest in manifests])
    made, alone = Producers(there), set(missing_jobs(there))
    return merged(
        edge
        for finder in (watched, references)
        for edge in finder(as_if)
        if edge.blocks and edge.before in never and edge.after not in never
        if edge.reason is not Reason.WATCHED or (edge.after, edge.before.name) in alone
        if not made.of(edge.before.kind, edge.before.namespace, edge.before.name)
    )


def _ordinary(manifest: Manifest) -> Manifest:
    """Return the object without its hook annotations."""
    kept = {key: value for key, value in manifest.head.annotations.items() if key not in _HOOKS}
    return manifest.with_head(manifest.head.replace(annotations=kept))
