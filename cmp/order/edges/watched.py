"""Edges from an object to the pods that wait for it in a container, as init containers with kubectl do.

A pod that waits for a Job may be in the Job's wave, since it waits by itself. It must be if the Job is deleted soon
after it has run: a pod of a later wave would not find it. Waits for hosts are in `addresses`.
"""

from collections.abc import Iterator

from cmp.argocd.job_ttl import vanishes
from cmp.argocd.kinds import runs_once
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects.container_waits import Read, read
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.objects.unserved import unserved
from cmp.objects.waited_for import Waited
from cmp.waits.nouns.model import Host, Named, Truth, Wait

_JOB = ("batch", "Job")


def watched(index: Index) -> Iterator[Edge]:
    """Yield edges from the objects of the stream to the pods whose containers wait for them."""
    waited = Waited(index)
    for each in index.found(read):
        for wait in each.reading.waits:
            if not isinstance(wait.target, Host) and wait.truth is not Truth.DELETED:
                yield from _edges(index, waited, each, wait)


def missing_jobs(index: Index) -> Iterator[tuple[Ref, str]]:
    """Yield the pods whose init containers wait for a Job that is not in the stream, with the name of that Job."""
    for pod, name in _named_jobs(index):
        if not index.find(*_JOB, pod.ref.namespace, name):
            yield pod.ref, name


def _named_jobs(index: Index) -> Iterator[tuple[Pod, str]]:
    for each in index.found(read):
        for wait in each.reading.waits if each.pod.is_first(each.container) else ():
            target = wait.target
            own = isinstance(target, Named) and target.namespace in ("", each.pod.ref.namespace)
            if isinstance(target, Named) and own and target.resource == "job":
                yield each.pod, target.name


def _edges(index: Index, waited: Waited, each: Read, wait: Wait) -> Iterator[Edge]:
    """Yield the edges of one wait; of several objects that may end it, only the first one surely blocks the pod."""
    if isinstance(wait.target, Host):
        return
    pod = each.pod
    objects = [one for one in waited.of(wait.target, pod.ref.namespace) if one.ref != pod.ref]
    ready = wait.truth is Truth.READY
    idle: dict[Ref, str] = {}
    if ready and waited.serves(wait.target):
        for service in objects:
            yield _edge(service, pod, each.role, need=Need.EXISTS, blocks=True, tries=wait)
        objects = [behind.owner for service in objects for behind in index.behind(service) if behind.ref != pod.ref]
    if ready and (waited.serves(wait.target) or wait.target.resource == "pod"):
        idle = {one.ref: why for one in objects if (why := unserved(index, one))}
    refs = [one.ref for one in objects]
    first = index.in_turn([ref for ref in refs if ref not in idle] or refs)[:1]
    for one in objects:
        need = Need.READY if ready else Need.EXISTS
        edge = _edge(one, pod, each.role, need=need, blocks=one.ref in first, tries=wait)
        yield edge.replace(never=idle.get(one.ref, ""))


def _edge(before: Manifest, pod: Pod, who: str, *, need: Need, blocks: bool, tries: Wait) -> Edge:
    job = need is Need.READY and runs_once(before.ref.group, before.ref.kind)
    must = pod.at_once and (not vanishes(before) if job else pod.hook)
    return Edge(
        before=before.ref,
        after=pod.ref,
        need=need,
        strength=Strength.MUST if must else Strength.SHOULD,
        reason=Reason.WATCHED,
        blocks=blocks and pod.awaited,
        whys=(f"{who} waits for it",),
        tries=tries.seconds if tries.fails and pod.ref.group_kind == _JOB else None,
    )
