"""Finds the edges between objects: which object needs which other one, with one module for each reason."""

from collections.abc import Callable, Iterator

from cmp.model import Edge, Ref
from cmp.objects.index import Index
from cmp.objects.objects import Objects
from cmp.order.edges.addresses import addresses
from cmp.order.edges.admission import admission
from cmp.order.edges.apis import apis
from cmp.order.edges.authored import eased
from cmp.order.edges.claims import claims
from cmp.order.edges.controllers import controllers
from cmp.order.edges.conversion import conversion
from cmp.order.edges.crds import crds
from cmp.order.edges.declared import declared
from cmp.order.edges.installs import installs
from cmp.order.edges.merge import merged
from cmp.order.edges.producers import producers
from cmp.order.edges.references import references
from cmp.order.edges.rights import rights
from cmp.order.edges.watched import watched
from cmp.order.edges.weights import by_weight

Finder = Callable[[Index], Iterator[Edge]]

FINDERS: tuple[Finder, ...] = (
    declared,
    by_weight,
    crds,
    installs,
    admission,
    conversion,
    watched,
    addresses,
    references,
    claims,
    apis,
    rights,
    producers,
    controllers,
)
"""All finders; the order makes no difference."""


def edges(objects: Objects, *, weights: bool = True, authored: frozenset[Ref] = frozenset()) -> tuple[Edge, ...]:
    """Return the edges between objects: one for each pair, with all its reasons; they are made once for an index.

    Args:
        objects: the objects, with their final annotations; their rules' `after` and `before` count.
        weights: whether the weights of Helm hooks give edges too.
        authored: the Sync hooks that the chart's author made.
    """

    def made(index: Index) -> tuple[Edge, ...]:
        found = (edge for finder in FINDERS if weights or finder is not by_weight for edge in index.found(finder))
        return merged(eased(found, index, authored))

    return objects.index.made(made, ("edges", weights, authored))
