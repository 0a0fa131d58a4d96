"""Cycles among what objects need of each other."""

from collections import deque
from collections.abc import Iterable, Sequence

from cmp.model import Edge, Need, Ref, Strength
from cmp.order.solver.graph import Arc, groups

Cycle = tuple[Edge, ...]
_MOST = 200_000  # edges that are followed for the cycles of one set of objects


def cycles(edges: Iterable[Edge]) -> tuple[Cycle, ...]:
    """Return the cycles of edges that must be or block, shorter ones first; an object is in one alone."""
    found: list[Cycle] = []
    shown: set[Ref] = set()
    hanging = [edge for edge in edges if edge.strength is Strength.MUST or edge.blocks]
    for cycle in shortest_cycles(hanging):
        members = {edge.before for edge in cycle}
        # Objects that only have to exist can share a wave.
        if not shown & members and any(edge.need is Need.READY for edge in cycle):
            shown |= members
            found.append(cycle)
    return tuple(found)


def shortest_cycles(edges: Sequence[Edge]) -> list[Cycle]:
    """Return for each object that is in a cycle the shortest of them, shorter ones first.

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
    found: list[Cycle] = []
    for group in alike:
        cost = sum(len(leaving[refs[node]]) for node in group)
        found += (_shortest(leaving, refs[node]) for node in group[: max(1, _MOST // cost)])
    return sorted(found, key=lambda cycle: (len(cycle), cycle[0].before))


def _shortest(leaving: dict[Ref, list[Edge]], start: Ref) -> Cycle:
    """Return the shortest way from an object back to itself; all objects in `leaving` lie in cycles."""
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
