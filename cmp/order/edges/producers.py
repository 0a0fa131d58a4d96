"""A Secret or ConfigMap that the stream hasn't got itself is written by the controller of an object that it has."""

from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects.generated_secrets import Producers
from cmp.objects.index import Index
from cmp.objects.workload_kinds import Runs

_WRITTEN = (("", "ConfigMap"), ("", "Secret"))


def producers(index: Index) -> Iterator[Edge]:
    """Yield edges from those whose controllers write a Secret or ConfigMap to those who read it."""
    made = Producers(index)
    for pod in index.pods:
        urgent = pod.hook or pod.shape.runs is Runs.ONCE
        for use in pod.uses:
            if (use.group, use.kind) in _WRITTEN and not index.find("", use.kind, pod.ref.namespace, use.name):
                for producer, need in made.of(use.kind, pod.ref.namespace, use.name):
                    why = f"{use.why}, which it writes"
                    must = producer.kind in index.promote or (urgent and use.blocks)
                    yield _edge(producer, pod.owner, why, need=need, must=must, blocks=use.blocks and pod.awaited)
    for manifest, links in index.links():
        for link in links:
            if (link.group, link.kind) in _WRITTEN and not index.find("", link.kind, link.namespace, link.name):
                for producer, need in made.of(link.kind, link.namespace, link.name):
                    why = f"names {link.kind} {link.name} in {link.field}, which it writes"
                    must = producer.kind in index.promote or role(manifest.head.annotations) is Role.HOOK
                    yield _edge(producer, manifest, why, need=need, must=must, blocks=False)


def _edge(before: Ref, after: Manifest, why: str, *, need: Need, must: bool, blocks: bool) -> Edge:
    return Edge(
        before=before,
        after=after.ref,
        need=need,
        strength=Strength.MUST if must else Strength.SHOULD,
        reason=Reason.PRODUCER,
        blocks=blocks,
        whys=(why,),
    )
