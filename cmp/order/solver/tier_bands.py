"""Tiers as bands of waves: each has as many as its members need of each other, and the default one ends at 0."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from cmp.model import Edge, Ref
from cmp.order.solver.graph import Arc, arriving
from cmp.order.solver.levels import WaveRange


def banded(effective: Sequence[int], arcs: Sequence[Arc], *, count: int, default: int) -> list[WaveRange]:
    """Return the room of each node within the band of its tier.

    Args:
        effective: the tier of each node, numbered upwards; no arc leads down from node to node.
        arcs: what is above what.
        count: how many tiers there are.
        default: the tier that ends at wave 0, `count` for what no tier takes.
    """
    depth = [0] * len(effective)
    widths = [1] * (count + 1)
    for node, below in enumerate(arriving(len(effective), arcs)):
        tier = effective[node]
        depth[node] = max((depth[arc.before] + arc.gap for arc in below if effective[arc.before] == tier), default=0)
        widths[tier] = max(widths[tier], depth[node] + 1)
    ends = list(accumulate(widths))
    zero = ends[default]
    return [WaveRange(cap=ends[tier] - zero, goal=max(0, ends[tier] - widths[tier] + 1 - zero)) for tier in effective]


def moved_down(tiers: Mapping[Ref, int], edges: Iterable[Edge]) -> dict[Ref, int]:
    """Return the tier in which each object ends up: what a member of an earlier one needs moves down into that."""
    effective = dict(tiers)
    needed: dict[Ref, list[Ref]] = {}
    for edge in edges:
        needed.setdefault(edge.after, []).append(edge.before)
    todo: dict[int, list[Ref]] = {}
    for ref, tier in effective.items():
        todo.setdefault(tier, []).append(ref)
    for tier in sorted(todo):  # the lowest first, so that an object moves but once
        for ref in todo[tier]:  # the list grows while it is gone through, by those that have moved
            lower = [before for before in needed.get(ref, ()) if effective[before] > tier]
            effective |= dict.fromkeys(lower, tier)
            todo[tier] += lower
    return effective
