"""What pods need of objects that stand in the stream, and that a sync which goes well never applies."""

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
    """Return the objects that a sync which goes well never applies, and why."""
    return {ref: why for ref, one in {one.ref: one for one in manifests}.items() if (why := unapplied(one))}


def unapplied_needs(manifests: Sequence[Manifest]) -> tuple[Edge, ...]:
    """Return what objects can't become healthy without, and never get.

    What somebody else makes is no such thing: a Secret that a controller writes, one of several Jobs with a label.
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
    """Return an object as if it were no hook."""
    kept = {key: value for key, value in manifest.head.annotations.items() if key not in _HOOKS}
    return manifest.with_head(manifest.head.replace(annotations=kept))
