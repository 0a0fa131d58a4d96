"""Refuses declared edges that form a cycle, for only their author can say which of them is wrong."""

from collections.abc import Iterable

from cmp.errors import ConfigError
from cmp.model import Edge, Reason, Ref
from cmp.order.solver.cycles import shortest_circles
from cmp.order.solver.graph import Arc, groups


def refuse_declared_cycle(edges: Iterable[Edge], refs: Iterable[Ref]) -> None:
    """Stop where declared edges go round in a circle.

    Args:
        edges: all edges.
        refs: the objects whose order is solved.

    Raises:
        ConfigError: with the shortest circle, edge by edge.
    """
    place = {ref: number for number, ref in enumerate(sorted(set(refs)))}
    declared = [
        edge for edge in edges if edge.reason is Reason.DECLARED and edge.before in place and edge.after in place
    ]
    arcs = [Arc(place[edge.before], place[edge.after], 1) for edge in declared]
    circling = {number for alike in groups(len(place), arcs) if len(alike) > 1 for number in alike}
    within = [edge for edge in declared if {place[edge.before], place[edge.after]} <= circling]
    if not within:
        return
    circle = shortest_circles(within)[0]
    names = " → ".join(str(ref) for ref in (circle[0].before, *(edge.after for edge in circle)))
    raise ConfigError(
        f"what is declared goes round in a circle: {names}",
        here="; ".join(f"{edge.after} comes after {edge.before}, since {edge.whys[0]}" for edge in circle),
        fix="take one of them away",
    )
