"""A circle of declarations can't be kept, and nobody but its author can say which of them is wrong."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from cmp.errors import ConfigError
from cmp.model import Edge, Reason, Ref
from cmp.order.solver.graph import Arc, groups

_LEAST = 2  # edges of a circle


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
    circle = _shortest(within)
    names = " → ".join(str(ref) for ref in (circle[0].before, *(edge.after for edge in circle)))
    raise ConfigError(
        f"what is declared goes round in a circle: {names}",
        here="; ".join(f"{edge.after} comes after {edge.before}, since {edge.whys[0]}" for edge in circle),
        fix="take one of them away",
    )


def _shortest(edges: Sequence[Edge]) -> list[Edge]:
    """Return the shortest circle of some edges, the first of those that are alike; there is one."""
    leaving: dict[Ref, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.before, []).append(edge)
    best: list[Edge] = []
    for edge in edges:
        way = _way_back(leaving, edge)
        if way and (not best or len(way) + 1 < len(best)):
            best = [edge, *way]
        if len(best) == _LEAST:
            break
    return best


def _way_back(leaving: Mapping[Ref, Sequence[Edge]], closing: Edge) -> list[Edge]:
    """Return the fewest edges that lead from where one ends back to where it begins; none if there is no way."""
    came: dict[Ref, Edge | None] = {closing.after: None}
    todo = deque(came)
    while todo and closing.before not in came:
        for edge in leaving.get(todo.popleft(), ()):
            if edge.after not in came:
                came[edge.after] = edge
                todo.append(edge.after)
    way: list[Edge] = []
    at = closing.before
    while last := came.get(at):
        way.insert(0, last)
        at = last.before
    return way
