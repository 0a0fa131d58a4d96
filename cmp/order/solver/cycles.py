"""Circles among what objects need of each other."""

from collections import deque
from collections.abc import Iterable

from cmp.model import Edge, Need, Ref, Strength

Circle = tuple[Edge, ...]


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


def shortest_circles(edges: Iterable[Edge]) -> list[Circle]:
    """Return for each object that is in a circle the shortest of them, shorter ones first."""
    leaving: dict[Ref, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.before, []).append(edge)
    return sorted(filter(None, (_shortest(leaving, ref) for ref in sorted(leaving))), key=len)


def _shortest(leaving: dict[Ref, list[Edge]], start: Ref) -> Circle:
    """Return the shortest way from an object back to itself; nothing if there is none."""
    came: dict[Ref, Edge] = {}
    todo = deque([start])
    while todo and start not in came:
        for edge in leaving.get(todo.popleft(), ()):
            if edge.after not in came:
                came[edge.after] = edge
                todo.append(edge.after)
    way: list[Edge] = []
    while start in came and (not way or way[-1].before != start):
        way.append(came[way[-1].before if way else start])
    return tuple(reversed(way))
