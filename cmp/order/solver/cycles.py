"""Circles among what objects need of each other."""

from collections import deque
from collections.abc import Iterable, Sequence

from cmp.model import Edge, Need, Ref, Strength
from cmp.order.solver.graph import Arc, groups

Circle = tuple[Edge, ...]
_MOST = 200_000  # edges that are followed for the circles of one set of objects


def circles(edges: Iterable[Edge]) -> tuple[Circle, ...]:
    """Return the circles of edges that must be or block, shorter ones first; an object is in one alone."""
    found: list[Circle] = []
    shown: set[Ref] = set()
    hanging = [edge for edge in edges if edge.strength is Strength.MUST or edge.blocks]
    for circle in shortest_circles(hanging):
        members = {edge.before for edge in circle}
        # Objects that only have to exist can share a wave.
        if not shown & members and any(edge.need is Need.READY for edge in circle):
            shown |= members
            found.append(circle)
    return tuple(found)


def shortest_circles(edges: Sequence[Edge]) -> list[Circle]:
    """Return for each object that is in a circle the shortest of them, shorter ones first.

    Of objects that need each other in a great many ways only some are looked at: at least one of each such set.
    """
    place = {
        ref: number for number, ref in enumerate(sorted({ref for edge in edges for ref in (edge.before, edge.after)}))
    }
    arcs = [Arc(place[edge.before], place[edge.after], 1) for edge in edges]
    alike = [group for group in groups(len(place), arcs) if len(group) > 1]
    set_of = {node: number for number, group in enumerate(alike) for node in group}
    leaving: dict[Ref, list[Edge]] = {}
    for edge, arc in zip(edges, arcs, strict=True):
        if arc.before in set_of and set_of[arc.before] == set_of.get(arc.after):
            leaving.setdefault(edge.before, []).append(edge)
    refs = list(place)
    found: list[Circle] = []
    for group in alike:
        cost = sum(len(leaving[refs[node]]) for node in group)
        found += (_shortest(leaving, refs[node]) for node in group[: max(1, _MOST // cost)])
    return sorted(found, key=lambda circle: (len(circle), circle[0].before))


def _shortest(leaving: dict[Ref, list[Edge]], start: Ref) -> Circle:
    """Return the shortest way from an object back to itself; all objects in `leaving` lie in circles."""
    came: dict[Ref, Edge] = {}
    todo = deque([start])
    while start not in came:
        for edge in leaving[todo.popleft()]:
            if edge.after not in came:
                came[edge.after] = edge
                todo.append(edge.after)
    way: list[Edge] = []
    while not way or way[-1].before != start:
        way.append(came[way[-1].before if way else start])
    return tuple(reversed(way))
