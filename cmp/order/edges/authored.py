"""The Sync hooks that the chart's author made: their order is the author's, and inference makes no wave of it.

Such a hook ran beside the workloads that it calls before Swell came. A wave behind them would wait until all of them
are healthy, which one of them may not be before the hook has run.
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
    """Return the Sync hooks among manifests that carry Argo CD's own annotation."""
    return frozenset(one.ref for one in manifests if "Sync" in own_hook_types(one.head.annotations))


def eased(edges: Iterable[Edge], index: Index, hooks: Collection[Ref]) -> Iterator[Edge]:
    """Yield the edges; of those at an author's hook, the ones by which inference would make a wave as bounds.

    So those between any hook and a workload that it calls, and that may need it: the two share a wave.
    What is declared or promoted, a wait in the hook's own script and an object that it reads still come before it, and
    what its author has put into an earlier wave stays there.

    Args:
        edges: of all finders, not merged yet.
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
    """Tell whether an object would move down for no more than that an author's hook calls it."""
    calls = edge.reason is Reason.ADDRESS and edge.after in hooks and edge.strength is Strength.SHOULD
    return calls and waves[edge.before] > waves[edge.after]


def _together(edge: Edge, index: Index) -> bool:
    """Tell whether an object has its turn no earlier than the one that needs it."""
    return not {edge.before, edge.after} <= index.by_ref.keys() or index.turn(edge.before) >= index.turn(edge.after)


def _may_hang(edge: Edge, index: Index, hooks: Collection[Ref], needs: Mapping[Ref, set[Ref]]) -> bool:
    """Tell whether a wave between two objects may be one that never ends."""
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
