"""Edges from the object that has a Secret or ConfigMap written, by its controller or as a Job, to the readers."""

from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.argocd.kinds import runs_once
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects.container_waits import read
from cmp.objects.generated_secrets import Producers
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.objects.workload_kinds import Runs
from cmp.waits.nouns.model import Named, Truth

_WRITTEN = (("", "ConfigMap"), ("", "Secret"))
_KINDS = {"configmap": "ConfigMap", "secret": "Secret"}


def producers(index: Index) -> Iterator[Edge]:
    """Yield edges from the producers of Secrets and ConfigMaps to the pods that read these."""
    made = index.made(Producers)
    for pod in index.pods:
        for use in pod.uses:
            if (use.group, use.kind) in _WRITTEN and not index.find("", use.kind, pod.ref.namespace, use.name):
                writers = made.of(use.kind, pod.ref.namespace, use.name)
                yield from _to_pod(index, pod, writers, f"{use.why}, which it writes", blocks=use.blocks)
    for manifest, links in index.links():
        for link in links:
            if (link.group, link.kind) in _WRITTEN and not index.find("", link.kind, link.namespace, link.name):
                for producer, need in made.of(link.kind, link.namespace, link.name):
                    why = f"names {link.kind} {link.name} in {link.field}, which it writes"
                    must = producer.kind in index.promote or role(manifest.head.annotations) is Role.HOOK
                    yield _edge(producer, manifest, why, need=need, must=must, blocks=link.blocks)
    yield from _awaited(index, made)


def _to_pod(index: Index, pod: Pod, writers: list[tuple[Ref, Need]], why: str, *, blocks: bool) -> Iterator[Edge]:
    """Yield the edges to a pod; of several Jobs that write the same object, only the first surely blocks the pod."""
    urgent = pod.hook or pod.shape.runs is Runs.ONCE
    for place, (producer, need) in enumerate(writers):
        job = runs_once(producer.group, producer.kind)
        must = producer.kind in index.promote or (blocks and (urgent or (job and pod.at_once)))
        holds = blocks and pod.awaited and not (job and place)
        yield _edge(producer, pod.owner, why, need=need, must=must, blocks=holds)


def _awaited(index: Index, made: Producers) -> Iterator[Edge]:
    """Yield the edges to containers that wait for an object which a producer writes."""
    for each in index.found(read):
        for wait in each.reading.waits:
            target = wait.target
            if isinstance(target, Named) and target.resource in _KINDS and wait.truth is not Truth.DELETED:
                kind, namespace = _KINDS[target.resource], target.namespace or each.pod.ref.namespace
                if not index.find("", kind, namespace, target.name):
                    why = f"{each.role} waits for {kind} {target.name}, which it writes"
                    yield from _to_pod(index, each.pod, made.of(kind, namespace, target.name), why, blocks=True)


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
