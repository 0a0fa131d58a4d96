"""Refuses declared edges that form a cycle, for only their author can say which of them is wrong."""

from collections.abc import Iterable

from cmp.errors import ConfigError
from cmp.model import Edge, Reason, Ref
from cmp.order.solver.cycles import shortest_circles


def refuse_declared_cycle(edges: Iterable[Edge], refs: Iterable[Ref]) -> None:
    """Stop where declared edges go round in a circle.

    Args:
        edges: all edges.
        refs: the objects whose order is solved.

    Raises:
        ConfigError: with the shortest circle, edge by edge.
    """
    solved = set(refs)
    declared = [edge for edge in edges if edge.reason is Reason.DECLARED and {edge.before, edge.after} <= solved]
    circle = next(iter(shortest_circles(declared)), ())
    if not circle:
        return
    names = " → ".join(str(ref) for ref in (circle[0].before, *(edge.after for edge in circle)))
    raise ConfigError(
        f"what is declared goes round in a circle: {names}",
        here="; ".join(f"{edge.after} comes after {edge.before}, since {edge.whys[0]}" for edge in circle),
        fix="take one of them away",
    )
