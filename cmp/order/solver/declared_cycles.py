"""Refuses declared edges that form a cycle, for only their author can say which of them is wrong."""

from collections.abc import Iterable, Sequence

from cmp.errors import ConfigError
from cmp.model import Edge, Reason, Ref
from cmp.order.solver.cycles import shortest_cycles


class CycleError(ConfigError):
    """What is declared forms a cycle; each of its `edges` leads to the object where the next begins."""

    def __init__(self, edges: Sequence[Edge]) -> None:
        names = " → ".join(str(ref) for ref in (edges[0].before, *(edge.after for edge in edges)))
        super().__init__(
            f"what is declared forms a cycle: {names}",
            here="; ".join(f"{edge.after} comes after {edge.before}, since {edge.whys[0]}" for edge in edges),
            fix="take one of them away",
        )
        self.edges = tuple(edges)


def refuse_declared_cycle(edges: Iterable[Edge], refs: Iterable[Ref]) -> None:
    """Stop where declared edges form a cycle.

    Args:
        edges: all edges.
        refs: the objects whose order is solved.

    Raises:
        CycleError: with the shortest cycle.
    """
    solved = set(refs)
    declared = [edge for edge in edges if edge.reason is Reason.DECLARED and {edge.before, edge.after} <= solved]
    if cycle := next(iter(shortest_cycles(declared)), ()):
        raise CycleError(cycle)
