"""Decides the order of all objects: combines the rules, the tiers, the moves of Helm hooks and the solver's waves."""

from collections.abc import Container, Sequence
from itertools import chain

from cmp.argocd.annotations import HELM_HOOK
from cmp.argocd.hooks import Role, integer, own_hook_types, own_wave, role, wave
from cmp.config.model import Config
from cmp.errors import ConfigError
from cmp.model import Edge, Manifest, Reason, Ref, Strength
from cmp.order.annotations import preferred
from cmp.order.edges import edges
from cmp.order.edges.authored import authored, pulls
from cmp.order.edges.merge import merged
from cmp.order.intent.helm_hooks import Hooks, hooks, lost_weights, order_of, preference_for
from cmp.order.intent.preference import Preference, Preferences
from cmp.order.intent.tiers import Tiers
from cmp.order.nodes import in_sync, node, rank, served_by_kind_order
from cmp.order.solver.barriers import at_barrier, is_barrier
from cmp.order.solver.declared_cycles import refuse_declared_cycle
from cmp.order.solver.levels import WORKLOAD
from cmp.order.solver.solve import Node, Solved, solve


def ordered(given: Sequence[Manifest], ruled: Sequence[Preference], config: Config) -> Preferences:
    """Return the preferences for the order of each object.

    Args:
        given: the objects.
        ruled: for each of them, the preferences of the rules.
        config: its tiers, rules and `infer` are used.

    Raises:
        ConfigError: declarations form a circle, or pinned objects leave no wave for those that come after them.
    """
    tiers, own = Tiers(config.tiers), authored(given)
    hooked = [
        preference.over(tiers.preferred_hook(manifest)) for manifest, preference in zip(given, ruled, strict=True)
    ]
    found = _hooks(preferred(given, hooked), config, own)
    moved = [
        preference.over(preference_for(manifest)) if manifest.ref in found.moved else preference
        for manifest, preference in zip(given, hooked, strict=True)
    ]
    placed = preferred(given, moved)
    needs = _needs(placed, config, own)
    staying = set() if tiers.count else own - _declared(needs)
    helms = _helms_order(given, placed, found, tiers, needs)
    nodes = [
        node(after, preference, tier=tiers.taker(after), stays=after.ref in staying)
        if in_sync(after) or own_hook_types(after.head.annotations) == tiers.preferred_hook(before).hook
        else None
        for before, after, preference in zip(given, placed, ruled, strict=True)
    ]
    solvable = list(filter(None, nodes))
    pinned = {one.ref for one in solvable if one.pin is not None}
    refuse_declared_cycle(needs, [one.ref for one in solvable])
    solved = _solved(solvable, needs, helms, tiers, every=config.infer == "all")
    return Preferences(
        preferences=tuple(
            preference.over(
                (_wave(manifest, move, tiers, solved, pinned) if one and one.pin is None else Preference()).over(move)
            )
            for manifest, preference, move, one in zip(placed, ruled, moved, nodes, strict=True)
        ),
        left_out=tuple(edge for edge in solved.left_out if not at_barrier(edge)),
        helms=tuple(edge for edge in helms if edge.strength is Strength.MUST and not at_barrier(edge)),
    )


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


def _hooks(manifests: Sequence[Manifest], config: Config, own: frozenset[Ref]) -> Hooks:
    """Return the Helm hooks that may move: none with `hooks: keep` or `infer: off`."""
    if config.hooks == "keep" or config.infer == "off" or not any(map(_is_helms, manifests)):
        return hooks((), ())
    needs = edges(manifests, rules=config.rules, promote=config.promote, weights=False, authored=own)
    return hooks(manifests, needs)


def _is_helms(manifest: Manifest) -> bool:
    """Tell whether an object is a hook by Helm's annotation, which is removed when the object moves."""
    return HELM_HOOK in manifest.head.annotations and role(manifest.head.annotations) is Role.HOOK


def _needs(placed: Sequence[Manifest], config: Config, own: frozenset[Ref]) -> tuple[Edge, ...]:
    wanted = edges(placed, rules=config.rules, promote=config.promote, weights=False, authored=own)
    waves = {manifest.ref: wave(manifest.head.annotations) for manifest in placed} if own else {}
    asked = (edge for edge in wanted if config.infer != "off" or edge.reason is Reason.DECLARED)
    return tuple(edge for edge in asked if not pulls(edge, own, waves))


def _declared(needs: Sequence[Edge]) -> set[Ref]:
    """Return the objects that have a declared edge."""
    return {ref for edge in needs if edge.reason is Reason.DECLARED for ref in (edge.before, edge.after)}


def _helms_order(
    given: Sequence[Manifest], placed: Sequence[Manifest], found: Hooks, tiers: Tiers, needs: Sequence[Edge]
) -> list[Edge]:
    """Return the edges for the order that moved Helm hooks had by their weights, within each tier."""
    freed: dict[int, list[Manifest]] = {}
    for before, after in zip(given, placed, strict=True):
        if _is_helms(before) and not _is_helms(after) and in_sync(after) and own_wave(after.head.annotations) is None:
            freed.setdefault(tiers.taker(after), []).append(before)
    lost = [edge for tier, alike in freed.items() for edge in lost_weights(alike, label=f"tier {tier}")]
    workloads = [manifest.ref for manifest in placed if rank(manifest) == WORKLOAD and in_sync(manifest)]
    return [*lost, *order_of(found, workloads, [*needs, *lost])]


def _wave(manifest: Manifest, move: Preference, tiers: Tiers, solved: Solved, pinned: Container[Ref]) -> Preference:
    """Return the preference for a solved wave with its reasons: the tier, the move, and the edge that sets the wave.

    An object without a wave that stands a second time with one, and so is `pinned`, gets that: then the order holds
    whichever of the two Argo CD applies.
    """
    if manifest.ref in pinned:
        whys = ["it stands a second time, with this wave"]
    elif tiers.count:
        whys = [tiers.why(solved.bands[manifest.ref]), _because(manifest, solved)]
    else:
        whys = [move.why("wave") or _because(manifest, solved)]
    number = solved.waves[manifest.ref]
    if integer(str(number)) is None:
        raise ConfigError(
            f"would get wave {number}, which to Argo CD is none, since it has more than 64 bits",
            where=str(manifest.ref),
            here=_because(manifest, solved),
            fix="give the objects that have such large waves smaller ones",
        )
    return Preference(wave=number, whys=(("wave", "; ".join(dict.fromkeys(filter(None, whys)))),))


def _because(manifest: Manifest, solved: Solved) -> str:
    cause = solved.causes.get(manifest.ref)
    if cause is None:
        return ""
    if at_barrier(cause):
        return cause.whys[0]
    other = f"before {cause.after}" if cause.before == manifest.ref else f"after {cause.before}"
    return f"{other}: {cause.whys[0]}"
