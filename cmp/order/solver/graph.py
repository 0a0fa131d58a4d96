"""Numbers for the nodes of a graph such that each arc leads up by at least its gap.

It knows nothing of Kubernetes. Nodes are 0, 1, 2 ...; a gap is 0 or 1, so that the nodes of a cycle share a number, and
only a cycle with a gap in it can't be kept.
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple


class Arc(NamedTuple):
    """That `after` is at least `gap` above `before`."""

    before: int
    after: int
    gap: int


def groups(size: int, arcs: Sequence[Arc]) -> list[list[int]]:
    """Return all nodes in groups, lower ones first; the nodes of a cycle are one group.

    Tarjan's algorithm. `low` is the earliest open node that can be reached; a node that reaches none before itself
    closes a group of all that was opened since.
    """
    above = leaving(size, arcs)
    found: list[list[int]] = []
    number, low = [-1] * size, [0] * size
    opened: list[int] = []
    count = 0
    for root in range(size):
        path = [(root, 0)] if number[root] < 0 else []
        while path:
            node, step = path.pop()
            if step == 0:
                number[node] = low[node] = count
                count += 1
                opened.append(node)
            else:
                low[node] = min(low[node], low[above[node][step - 1].after])
            for place in range(step, len(above[node])):
                other = above[node][place].after
                if number[other] < 0:
                    path += [(node, place + 1), (other, 0)]
                    break
                low[node] = min(low[node], low[other])
            else:
                if low[node] == number[node]:
                    group: list[int] = []
                    while not group or group[-1] != node:
                        group.append(opened.pop())
                        low[group[-1]] = size  # closed: it lowers no other node any more
                    found.append(sorted(group))
    return found[::-1]


def keepable(size: int, arcs: Sequence[Arc]) -> tuple[list[int], list[int]]:
    """Return the places of the arcs that can be kept together, and of those that close a cycle with a gap in it.

    Earlier arcs win. Only arcs within a cycle are looked at one by one.
    """
    group_of = {node: index for index, group in enumerate(groups(size, arcs)) for node in group}
    doubtful = {group_of[arc.before] for arc in arcs if arc.gap and group_of[arc.before] == group_of[arc.after]}
    kept: list[int] = []
    left: list[int] = []
    above: dict[int, list[Arc]] = {}
    for place, arc in enumerate(arcs):
        inside = group_of[arc.before] == group_of[arc.after] and group_of[arc.before] in doubtful
        if inside and _reaches(above, arc.after, arc.before, arc.gap):
            left.append(place)
            continue
        kept.append(place)
        if inside:
            above.setdefault(arc.before, []).append(arc)
    return kept, left


def _reaches(above: dict[int, list[Arc]], start: int, goal: int, gap: int) -> bool:
    """Tell whether there is a way from start to goal whose gaps, with this one, are more than none."""
    seen = {(start, gap)}
    todo = deque(seen)
    while todo:
        node, sum_of_gaps = todo.popleft()
        if node == goal and sum_of_gaps:
            return True
        for arc in above.get(node, ()):
            state = (arc.after, sum_of_gaps | arc.gap)
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return False


def leaving(size: int, arcs: Sequence[Arc]) -> list[list[Arc]]:
    """Return for each node the arcs that lead up from it."""
    above: list[list[Arc]] = [[] for _ in range(size)]
    for arc in arcs:
        above[arc.before].append(arc)
    return above


def arriving(size: int, arcs: Sequence[Arc]) -> list[list[Arc]]:
    """Return for each node the arcs that lead up to it."""
    below: list[list[Arc]] = [[] for _ in range(size)]
    for arc in arcs:
        below[arc.after].append(arc)
    return below
