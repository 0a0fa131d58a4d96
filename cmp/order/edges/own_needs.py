"""What webhooks need to come up: none of that can wait for their answer."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

from cmp.model import Edge, Ref
from cmp.objects.index import Index
from cmp.order.edges.producers import producers
from cmp.order.edges.references import references
from cmp.order.edges.rights import rights
from cmp.order.edges.watched import watched

_NEEDS: tuple[Callable[[Index], Iterator[Edge]], ...] = (references, rights, producers, watched)


def own_needs(index: Index) -> dict[Ref, set[Ref]]:
    """Return what each object reads, is allowed by and waits for; not what only a webhook asks of it."""
    found: dict[Ref, set[Ref]] = defaultdict(set)
    for edge in chain.from_iterable(index.found(finder) for finder in _NEEDS):
        found[edge.after].add(edge.before)
    return found
