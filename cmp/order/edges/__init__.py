"""What objects need of each other, one small function a reason."""

from collections.abc import Callable, Iterator, Sequence

from cmp.config.model import Placed
from cmp.model import Edge, Manifest
from cmp.order.edges.merge import merged
from cmp.order.index import Index

Finder = Callable[[Index], Iterator[Edge]]

FINDERS: tuple[Finder, ...] = ()
"""All finders; the order makes no difference."""


def edges(
    manifests: Sequence[Manifest], *, rules: Sequence[Placed] = (), promote: Sequence[str] = ()
) -> tuple[Edge, ...]:
    """Return what the objects need of each other: one edge for each two objects, with all its reasons.

    Args:
        manifests: the objects, with the annotations that they have in the end.
        rules: those whose `after` and `before` count.
        promote: kinds of producers whose need counts as must.
    """
    index = Index(manifests, rules=rules, promote=promote)
    return merged(edge for finder in FINDERS for edge in finder(index))
