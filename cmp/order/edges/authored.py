"""Weakens inferred edges at Sync hooks that the chart's author made, so that these hooks keep the author's order.

Such a hook ran in one wave with the workloads that it calls. A later wave of its own would start only when all of them
are healthy, and one of them may become healthy only after the hook has run.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from cmp.argocd.hooks import own_hook_types
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects.index import Index
from cmp.objects.readiness import may_depend
from cmp.order.edges.closure import closure

_BY_ITSELF = (Reason.ADDRESS, Reason.PRODUCER)  # the hook's pods try again until it is so


def authored(manifests: Iterable[Manifest]) -> frozenset[Ref]:
    """Return the objects that Argo CD's own annotation makes Sync hooks."""
    return frozenset(one.ref for one in manifests if "Sync" in own_hook_types(one.head.annotations))


def eased(edges: Iterable[Edge], index: Index, hooks: Collection[Ref]) -> Iterator[Edge]:
    """Yield the edges, those as `should` that would put a wave between an author's hook and what may need that hook.

    The same holds for the edge from a workload to any hook that calls it, if the workload may need the hook: the two
    share a wave. Declared and promoted edges stay `must`, as do those to what the hook's script waits for and to the
    objects that it reads. An object that its author has put into an earlier wave stays there.

    Args:
        edges: the edges of all finders, not merged yet.
        index: the objects.
        hooks: the Sync hooks that their author made.
    """
    edges = list(edges)
    needs: dict[Ref, set[Ref]] = defaultdict(set)
    for edge in edges if hooks else ():
        needs[edge.after].add(edge.before)
    for edge in edges:
        inferred = edge.strength is Strength.MUST and edge.reason is not Reason.DECLARED
        if inferred and _together(edge, index) and _may_hang(edge, index, hooks, needs):
            yield edge.replace(strength=Strength.SHOULD)
        else:
            yield edge


def pulls(edge: Edge, hooks: Collection[Ref], waves: Mapping[Ref, int]) -> bool:
    """Tell whether an edge would move an object to a lower wave only because an author's hook calls it."""
    calls = edge.reason is Reason.ADDRESS and edge.after in hooks and edge.strength is Strength.SHOULD
    return calls and waves[edge.before] > waves[edge.after]


def _together(edge: Edge, index: Index) -> bool:
    """Tell whether the needed object is applied at the same time as the one that needs it, or later."""
    return not {edge.before, edge.after} <= index.by_ref.keys() or index.turn(edge.before) >= index.turn(edge.after)


def _may_hang(edge: Edge, index: Index, hooks: Collection[Ref], needs: Mapping[Ref, set[Ref]]) -> bool:
    """Tell whether the sync may hang with a wave between the two objects of an edge."""
    if edge.before in hooks:  # what waits for a hook did so beside it
        return edge.need is Need.READY
    if edge.after not in hooks:
        return edge.reason is Reason.ADDRESS and bool(may_depend(edge.before, edge.after, index))
    if edge.reason in _BY_ITSELF:
        return edge.before.kind not in index.promote
    if edge.need is Need.EXISTS:
        return False
    # What a hook's script waits for does not wait for the hook; what comes along may.
    certain = {edge.after} | ({edge.before} if edge.reason is Reason.WATCHED else set())
    return any(may_depend(ref, edge.after, index) for ref in sorted(closure([edge.before], needs) - certain))
