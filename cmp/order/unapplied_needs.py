"""Finds pods that need an object of the stream that a successful sync never applies."""

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.exclusions import unapplied
from cmp.model import Edge, Manifest, Reason, Ref
from cmp.objects.objects import Objects
from cmp.order.edges.merge import merged
from cmp.order.edges.references import references
from cmp.order.edges.watched import missing_jobs, watched
from cmp.value import FrozenDict

_HOOKS = (HOOK, HELM_HOOK)


def unapplied_objects(objects: Objects) -> dict[Ref, str]:
    """Return the objects that a successful sync never applies, each with the reason."""
    return {ref: why for ref, one in objects.by_ref.items() if (why := unapplied(one))}


def unapplied_needs(objects: Objects) -> tuple[Edge, ...]:
    """Return the edges to objects that are never applied, from objects that can't become healthy without them.

    Left out are objects that may come from elsewhere: a Secret that a controller writes, or one of several Jobs that a
    pod selects by label.
    """
    never = unapplied_objects(objects)
    if not never:
        return ()
    there = objects.replace(manifest for manifest in objects if manifest.ref not in never)
    as_if = objects.replace(_ordinary(manifest) if manifest.ref in never else manifest for manifest in objects)
    made, alone = there.producers, set(missing_jobs(there.index))
    return merged(
        edge
        for finder in (watched, references)
        for edge in as_if.index.found(finder)
        if edge.blocks and edge.before in never and edge.after not in never
        if edge.reason is not Reason.WATCHED or (edge.after, edge.before.name) in alone
        if not made.of(edge.before.kind, edge.before.namespace, edge.before.name)
    )


def _ordinary(manifest: Manifest) -> Manifest:
    """Return the object without its hook annotations."""
    kept = FrozenDict((key, value) for key, value in manifest.head.annotations.items() if key not in _HOOKS)
    return manifest.with_head(manifest.head.replace(annotations=kept))
