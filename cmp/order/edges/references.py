"""Edges from an object to those that name it in a field."""

from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.model import Edge, Manifest, Need, Reason, Strength
from cmp.objects.index import Index


def references(index: Index) -> Iterator[Edge]:
    """Yield an edge for each object that a pod, or a field of another object, names."""
    for pod in index.pods:
        for use in pod.uses:
            if found := index.find(use.group, use.kind, pod.ref.namespace, use.name):
                yield _edge(found, pod.owner, use.why, hook=pod.hook, blocks=use.blocks and pod.awaited)
    for manifest, links in index.links():
        hook = role(manifest.head.annotations) is Role.HOOK
        for link in links:
            if found := index.find(link.group, link.kind, link.namespace, link.name):
                why = f"names {link.kind} {link.name} in {link.field}"
                yield _edge(found, manifest, why, hook=hook, blocks=link.blocks)


def _edge(before: Manifest, after: Manifest, why: str, *, hook: bool, blocks: bool) -> Edge:
    # a workload is tried again until what it reads is there; a hook that fails meanwhile ends the sync
    return Edge(
        before=before.ref,
        after=after.ref,
        need=Need.EXISTS,
        strength=Strength.MUST if hook else Strength.SHOULD,
        reason=Reason.REFERENCE,
        blocks=blocks,
        whys=(why,),
    )
