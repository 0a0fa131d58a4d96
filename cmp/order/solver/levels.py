"""The wave for each node of a graph: as near as can be to where it would like to be."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from cmp.order.solver.graph import Arc, arriving, leaving

JOB, WORKLOAD = 1, 2
"""What an object is worth as the one that a set of objects is for; other objects are worth 0."""


class WaveRange(NamedTuple):
    """Where a node may be: not above `cap`, not below `floor`, and else as near to `goal` as its arcs leave it."""

    cap: float
    goal: int = 0
    floor: float = -inf

    def below(self, wave: int) -> "WaveRange":
        """Return the room that is left below a wave, that included."""
        return self._replace(cap=min(self.cap, wave))

    def above(self, wave: int) -> "WaveRange":
        """Return the room that is left above a wave, that included."""
        return self._replace(floor=max(self.floor, wave))


def settled(rooms: Sequence[WaveRange], arcs: Sequence[Arc]) -> list[int]:
    """Return the wave of each node. Where floors and caps leave no room, it is the caps that give in.

    Nodes are numbered upwards: no arc leads down.
    """
    above, below = leaving(len(rooms), arcs), arriving(len(rooms), arcs)
    highest = [room.cap for room in rooms]
    for node in reversed(range(len(rooms))):
        highest[node] = min([highest[node], *(highest[arc.after] - arc.gap for arc in above[node])])
    waves: list[int] = []
    for node, room in enumerate(rooms):
        lowest = [waves[arc.before] + arc.gap for arc in below[node]]
        waves.append(int(max([min(highest[node], room.goal), room.floor, *lowest])))
    return waves


def anchored(worths: Sequence[int], joining: Sequence[Arc]) -> list[WaveRange]:
    """Return the rooms that put the last workload of each set at 0, and only what follows workloads above it.

    Args:
        worths: what each node is worth.
        joining: the arcs that make one set of nodes.
    """
    best: dict[int, int] = {}
    sets = _sets(len(worths), joining)
    for node, worth in enumerate(worths):
        best[sets[node]] = max(worth, best.get(sets[node], 0))
    chief = [worth > 0 and worth == best[sets[node]] for node, worth in enumerate(worths)]
    leads, follows = list(chief), list(chief)
    for arc in sorted(joining, reverse=True):
        leads[arc.before] |= leads[arc.after]
    for arc in sorted(joining, key=lambda arc: arc.after):
        follows[arc.after] |= follows[arc.before]
    return [
        WaveRange(cap=inf if after and not before else 0, goal=0) for before, after in zip(leads, follows, strict=True)
    ]


def _sets(size: int, joining: Sequence[Arc]) -> list[int]:
    """Return for each node one member of its set, the same for all of them."""
    chosen = list(range(size))

    def member(node: int) -> int:
        while chosen[node] != node:
            chosen[node] = node = chosen[chosen[node]]
        return node

    for arc in joining:
        chosen[member(arc.after)] = member(arc.before)
    return [member(node) for node in range(size)]
