"""Many objects before many others: a node between the two, for pairs would grow with the square of their number."""

from collections.abc import Iterator, Sequence

from cmp.model import Edge, Reason, Ref

_KIND = "(barrier)"  # no kind of Kubernetes can be written so
FEW = 100
"""Up to so many pairs get an edge each, since reports can show those."""


def is_barrier(ref: Ref) -> bool:
    """Tell whether a node is none of the objects."""
    return ref.kind == _KIND


def at_barrier(edge: Edge) -> bool:
    """Tell whether an edge leads to a barrier, or from one."""
    return is_barrier(edge.before) or is_barrier(edge.after)


def between(before: Sequence[Ref], after: Sequence[Ref], *, name: str, why: str, few: int = FEW) -> Iterator[Edge]:
    """Yield edges that put each object of one sort before each of another; few of them are paired.

    Args:
        before: those that are ready first.
        after: those that come then.
        name: what tells this barrier from others; the same name is the same barrier.
        why: the reason.
        few: how many pairs need no barrier.
    """
    if len(before) * len(after) <= few:
        yield from (Edge.ready(low, high, Reason.WEIGHT, why) for low in before for high in after)
        return
    wall = Ref(group="", kind=_KIND, namespace="", name=name)
    yield from (Edge.ready(low, wall, Reason.WEIGHT, why) for low in before)
    yield from (Edge.ready(wall, high, Reason.WEIGHT, why) for high in after)
