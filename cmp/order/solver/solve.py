"""The waves of the Sync phase, from what its objects need of each other.

Only objects that a must edge joins get waves: what a workload needs, as late as possible before it; the last workload
at 0; what only follows workloads, as early as possible above. A should edge never adds a wave, but its bound holds:
what a moved object reads moves with it. A pin is absolute, and beside pins an object takes the value nearest 0 that
they leave it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from cmp.model import Edge, Need, Reason, Ref, Strength
from cmp.order.solver.barriers import is_barrier
from cmp.order.solver.graph import Arc, groups, keepable
from cmp.order.solver.levels import WaveRange, anchored, settled
from cmp.order.solver.tier_bands import banded, moved_down
from cmp.value import Value

WithinWave = Callable[[Edge], bool]
"""Tells whether one object of an edge comes before the other in a wave that they share."""

_Gap = Callable[[Edge], int]


class Node(Value):
    """An object of the Sync phase: its wave where that is given, the tier that takes it, and what it is worth."""

    ref: Ref
    pin: int | None = None
    tier: int = 0
    worth: int = 0


class Solved(Value):
    """The wave of each object, the edge that holds it there if it is not at 0, and the edges that close cycles.

    `bands` are the tiers that objects end up in; `beyond` those that pins have pushed out of the band of their tier.
    """

    waves: Mapping[Ref, int]
    causes: Mapping[Ref, Edge]
    bands: Mapping[Ref, int]
    beyond: frozenset[Ref]
    left_out: tuple[Edge, ...]


def solve(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    within_wave: WithinWave,
    tiers: tuple[int, int] | None = None,
    every: bool = False,
) -> Solved:
    """Return waves that keep all edges, save those that close a cycle and those that only a pin breaks.

    Args:
        nodes: the objects, in any order, which decides nothing; those with one identity count as one.
        edges: what they need of each other, in the order in which they count; those of other objects are left aside.
        within_wave: tells which needs are met within a wave.
        tiers: how many there are, and which of them ends at 0.
        every: whether a should edge counts like a must edge.
    """

    def gap_of(edge: Edge) -> int:
        return gap(edge, within_wave=within_wave, every=every)

    nodes = _each_once(nodes)
    kept, left_out = _without_cycles(nodes, edges, gap_of)
    pins = {node.ref: node.pin for node in nodes if node.pin is not None}
    free = sorted((node for node in nodes if node.pin is None), key=lambda node: node.ref)
    place = {node.ref: number for number, node in enumerate(free)}
    within = [edge for edge in kept if edge.before in place and edge.after in place]
    arcs = [Arc(place[edge.before], place[edge.after], gap_of(edge)) for edge in within]
    members = groups(len(free), arcs)
    group = {free[node].ref: number for number, alike in enumerate(members) for node in alike}
    between = [Arc(group[edge.before], group[edge.after], arc.gap) for edge, arc in zip(within, arcs, strict=True)]
    across = sorted({arc for arc in between if arc.before != arc.after})
    effective = moved_down({node.ref: node.tier for node in nodes}, kept)
    taken = [min(effective[free[node].ref] for node in alike) for alike in members]
    if tiers:
        rooms = banded(taken, across, count=tiers[0], default=tiers[1])
    else:
        worths = [max(free[node].worth for node in alike) for alike in members]
        must = {arc for edge, arc in zip(within, between, strict=True) if every or edge.strength is Strength.MUST}
        rooms = anchored(worths, sorted(must.intersection(across)))
    levels = settled(_bounded(rooms, group, kept, pins, gap_of), across)
    waves = pins | {ref: levels[number] for ref, number in group.items()}
    return Solved(
        waves=waves,
        causes=_causes(kept, waves, gap_of),
        bands=effective,
        beyond=frozenset(ref for ref, number in group.items() if levels[number] > rooms[number].cap),
        left_out=left_out,
    )


def _each_once(nodes: Sequence[Node]) -> list[Node]:
    """Return one node for each identity, the same whichever of its nodes comes last, which is what Argo CD applies.

    A pin of one holds for all, the lowest of several; so does the lowest tier, and what the most valued is worth.
    """
    alike: dict[Ref, list[Node]] = {}
    for node in nodes:
        alike.setdefault(node.ref, []).append(node)
    return [
        Node(
            ref=ref,
            pin=min((one.pin for one in same if one.pin is not None), default=None),
            tier=min(one.tier for one in same),
            worth=max(one.worth for one in same),
        )
        for ref, same in alike.items()
    ]


def gap(edge: Edge, *, within_wave: WithinWave, every: bool = False) -> int:
    """Return how many waves an edge asks for: none where the two may share one, as what follows a barrier may."""
    if (
        edge.reason is Reason.FORMER_HOOK_ORDER
        or is_barrier(edge.before)
        or (edge.strength is Strength.SHOULD and not every)
    ):
        return 0
    return 0 if edge.need is Need.EXISTS and within_wave(edge) else 1


def _without_cycles(nodes: Sequence[Node], edges: Sequence[Edge], gap_of: _Gap) -> tuple[list[Edge], tuple[Edge, ...]]:
    """Return the edges that can be kept together and with the pins, and those that can't."""
    place = {ref: number for number, ref in enumerate(sorted({node.ref for node in nodes}))}
    ours = [edge for edge in edges if edge.before in place and edge.after in place and _is_solved(edge)]
    fixed = list(_between_pins(nodes, place))
    arcs = [Arc(place[edge.before], place[edge.after], gap_of(edge)) for edge in ours]
    size = len(place) + len({node.pin for node in nodes})
    kept, left = keepable(size, [*fixed, *arcs])
    return [ours[n - len(fixed)] for n in kept if n >= len(fixed)], tuple(ours[n - len(fixed)] for n in left)


def _between_pins(nodes: Sequence[Node], place: Mapping[Ref, int]) -> Iterator[Arc]:
    """Yield the order that pins have among themselves, by a further node for each pinned wave."""
    waves = sorted({node.pin for node in nodes if node.pin is not None})
    level = {wave: len(place) + number for number, wave in enumerate(waves)}
    yield from (Arc(level[lower], level[higher], 1) for lower, higher in pairwise(waves))
    for ref, pin in {node.ref: node.pin for node in nodes if node.pin is not None}.items():
        yield Arc(place[ref], level[pin], 0)
        yield Arc(level[pin], place[ref], 0)


def _is_solved(edge: Edge) -> bool:
    """Tell whether an edge is for the solver to keep: Argo CD sees to CRDs itself."""
    return edge.reason is not Reason.DEFINITION


def _bounded(
    rooms: Sequence[WaveRange], group: Mapping[Ref, int], edges: Sequence[Edge], pins: Mapping[Ref, int], gap_of: _Gap
) -> list[WaveRange]:
    """Return the rooms less what pins take of them."""
    bounded = list(rooms)
    for edge in edges:
        if edge.before in pins and edge.after in group:
            number = group[edge.after]
            bounded[number] = bounded[number].above(pins[edge.before] + gap_of(edge))
        elif edge.after in pins and edge.before in group:
            number = group[edge.before]
            bounded[number] = bounded[number].below(pins[edge.after] - gap_of(edge))
    return bounded


def _causes(edges: Sequence[Edge], waves: Mapping[Ref, int], gap_of: _Gap) -> dict[Ref, Edge]:
    """Return the first edge that holds an object where it is: below 0 what needs it, above what it needs."""
    causes: dict[Ref, Edge] = {}
    for edge in edges:
        before, after = waves[edge.before], waves[edge.after]
        if after - before == gap_of(edge):
            if before < 0:
                causes.setdefault(edge.before, edge)
            if after > 0:
                causes.setdefault(edge.after, edge)
    return causes
