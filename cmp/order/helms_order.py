"""Solves the waves with the order that Helm gives the hooks that move, as far as it can be kept.

A later run no longer knows that order, since it finds Sync hooks and ordinary objects. An object that only that order
keeps at 0 gets its wave written, so that it is found again.
"""

from collections.abc import Sequence
from itertools import chain

from cmp.argocd.annotations import HELM_HOOK
from cmp.argocd.hooks import Role, own_wave, role
from cmp.model import Edge, Manifest, Ref, Strength
from cmp.objects.objects import Objects
from cmp.order.edges.merge import merged
from cmp.order.intent.helm_hooks import Hooks, lost_weights, order_of
from cmp.order.intent.tiers import Tiers
from cmp.order.nodes import in_sync, rank, served_by_kind_order
from cmp.order.solver.barriers import at_barrier, is_barrier
from cmp.order.solver.levels import WORKLOAD
from cmp.order.solver.solve import Node, Solved, solve


def helms_order(given: Objects, placed: Objects, found: Hooks, tiers: Tiers, needs: Sequence[Edge]) -> list[Edge]:
    """Return the edges for the order that moved Helm hooks had by their weights, within each tier."""
    freed: dict[int, list[Manifest]] = {}
    for before, after in zip(given, placed, strict=True):
        if is_helms(before) and not is_helms(after) and in_sync(after) and own_wave(after.head.annotations) is None:
            freed.setdefault(tiers.taker(after), []).append(before)
    lost = [edge for tier, alike in freed.items() for edge in lost_weights(alike, label=f"tier {tier}")]
    workloads = [manifest.ref for manifest in placed if rank(manifest) == WORKLOAD and in_sync(manifest)]
    return [*lost, *order_of(found, workloads, [*needs, *lost])]


def is_helms(manifest: Manifest) -> bool:
    """Tell whether an object is a hook by Helm's annotation, which is removed when the object moves."""
    return HELM_HOOK in manifest.head.annotations and role(manifest.head.annotations) is Role.HOOK


def kept_where_it_can_be(
    nodes: Sequence[Node], needs: Sequence[Edge], helms: Sequence[Edge], tiers: Tiers, *, every: bool
) -> tuple[Solved, frozenset[Ref]]:
    """Return the solved waves, and the objects that only Helm's order keeps at wave 0."""
    found = _solved(nodes, needs, helms, tiers, every=every)
    if not (helms and found.left_out):
        return found, frozenset()
    return found, _held(found, _solved(nodes, needs, (), tiers, every=every))


def _solved(
    nodes: Sequence[Node], needs: Sequence[Edge], helms: Sequence[Edge], tiers: Tiers, *, every: bool
) -> Solved:
    """Return the solved waves.

    Helm's order is dropped where pinned objects leave a tier no room for it, and where the sync would hang with it.
    """
    bands = (tiers.count, tiers.default) if tiers.count else None
    walls = {ref for edge in helms for ref in (edge.before, edge.after) if is_barrier(ref)}
    nodes = [*nodes, *(Node(ref=ref, tier=tiers.count) for ref in walls)]

    def with_order(kept: Sequence[Edge]) -> Solved:
        counted = merged(chain(needs, kept))
        return solve(nodes, counted, within_wave=served_by_kind_order, tiers=bands, every=every)

    solved = with_order(helms)
    while True:
        narrow = {edge.after for edge in helms if bands and edge.after in solved.beyond}
        hanging = _hanging(solved)
        fewer = [edge for edge in helms if edge.after not in narrow and not hanging & {edge.before, edge.after}]
        if len(fewer) == len(helms):
            return solved
        other = with_order(fewer)
        if not narrow and len(_hanging(other)) >= len(hanging):
            return solved
        helms, solved = fewer, other


def _hanging(solved: Solved) -> set[Ref]:
    """Return the objects at both ends of the edges that the solver left out and without which the sync hangs."""
    lost = [edge for edge in solved.left_out if edge.blocks and edge.strength is Strength.MUST]
    return {ref for edge in lost for ref in (edge.before, edge.after)}


def _held(solved: Solved, without: Solved) -> frozenset[Ref]:
    """Return the objects at wave 0 that edges would draw elsewhere `without` Helm's order."""
    again = {(edge.before, edge.after) for edge in without.left_out}
    fresh = (edge for edge in solved.left_out if (edge.before, edge.after) not in again and not at_barrier(edge))
    lost = [edge for edge in fresh if solved.waves[edge.before] >= solved.waves[edge.after]]
    return frozenset(ref for edge in lost for ref in (edge.before, edge.after) if not solved.waves[ref])
