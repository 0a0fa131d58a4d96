"""The preferred hook and wave of each object, from the rules, the tiers, the moves of Helm hooks and the solver."""

from collections.abc import Container, Sequence

from cmp.argocd.annotations import SYNC_WAVE
from cmp.argocd.hooks import integer, own_hook_types, wave
from cmp.config.model import Config
from cmp.errors import ConfigError
from cmp.model import Edge, Manifest, Reason, Ref, Strength
from cmp.objects.objects import Objects
from cmp.order.annotations import preferred
from cmp.order.edges import edges
from cmp.order.edges.authored import authored, pulls
from cmp.order.helms_order import helms_order, is_helms, kept_where_it_can_be
from cmp.order.intent.helm_hooks import Hooks, hooks, preference_for
from cmp.order.intent.preference import Preference, Preferences
from cmp.order.intent.tiers import Tiers
from cmp.order.nodes import in_sync, node
from cmp.order.solver.barriers import at_barrier
from cmp.order.solver.declared_cycles import refuse_declared_cycle
from cmp.order.solver.solve import Solved
from cmp.value import FrozenDict


def ordered(given: Objects, ruled: Sequence[Preference], config: Config) -> Preferences:
    """Return the preferences for the order of each object.

    Args:
        given: the objects.
        ruled: for each of them, the preferences of the rules.
        config: its tiers, rules and `infer` are used.

    Raises:
        ConfigError: declarations form a cycle, or pinned objects leave no wave for those that come after them.
    """
    tiers, own = Tiers(config.tiers), authored(given)
    hooked = [
        preference.over(tiers.preferred_hook(manifest, enforced=preference.enforced))
        for manifest, preference in zip(given, ruled, strict=True)
    ]
    seen = given.replace(preferred(given, hooked))
    found = _hooks(seen, config, own)
    moved = [
        preference.over(preference_for(manifest).without(preference.enforced & {"wave"}))
        if manifest.ref in found.moved and is_helms(manifest)
        else preference
        for manifest, preference in zip(given, hooked, strict=True)
    ]
    lifted = {
        one.ref
        for one, preference in zip(given, hooked, strict=True)
        if one.ref in found.moved and preference.wave is None and "wave" not in preference.enforced
    }
    placed = seen.replace(_without_wave(one) if one.ref in lifted else one for one in preferred(given, moved))
    needs = _needs(placed, config, own)
    staying = set() if tiers.count else own - _declared(needs)
    helms = helms_order(given, placed, found, tiers, needs)
    nodes = [
        node(after, preference, tier=tiers.taker(after), stays=after.ref in staying)
        if in_sync(after) or own_hook_types(after.head.annotations) == tiers.preferred_hook(before).hook
        else None
        for before, after, preference in zip(given, placed, ruled, strict=True)
    ]
    solvable = list(filter(None, nodes))
    pinned = {one.ref for one in solvable if one.pin is not None}
    refuse_declared_cycle(needs, [one.ref for one in solvable])
    waves, held = kept_where_it_can_be(solvable, needs, helms, tiers, every=config.infer == "all")
    free = [one and one.pin is None for one in nodes]
    return Preferences(
        preferences=tuple(
            preference.over((_wave(one, move, tiers, waves, pinned, held) if is_free else Preference()).over(move))
            for one, preference, move, is_free in zip(placed, ruled, moved, free, strict=True)
        ),
        objects=placed,
        left_out=tuple(edge for edge in waves.left_out if not at_barrier(edge)),
        helms=tuple(edge for edge in helms if edge.strength is Strength.MUST and not at_barrier(edge)),
    )


def _without_wave(manifest: Manifest) -> Manifest:
    """Return a hook that moves without the wave that its author gave it, which counted in its former phase."""
    kept = FrozenDict((key, value) for key, value in manifest.head.annotations.items() if key != SYNC_WAVE)
    return manifest.with_head(manifest.head.replace(annotations=kept))


def _hooks(objects: Objects, config: Config, own: frozenset[Ref]) -> Hooks:
    """Return the Helm hooks that may move: none with `hooks: keep` or `infer: off`."""
    if config.hooks == "keep" or config.infer == "off" or not any(map(is_helms, objects)):
        return hooks((), ())
    return hooks(objects.manifests, edges(objects, weights=False, authored=own))


def _needs(placed: Objects, config: Config, own: frozenset[Ref]) -> tuple[Edge, ...]:
    wanted = edges(placed, weights=False, authored=own)
    waves = {manifest.ref: wave(manifest.head.annotations) for manifest in placed} if own else {}
    asked = (edge for edge in wanted if config.infer != "off" or edge.reason is Reason.DECLARED)
    return tuple(edge for edge in asked if not pulls(edge, own, waves))


def _declared(needs: Sequence[Edge]) -> set[Ref]:
    """Return the objects that have a declared edge."""
    return {ref for edge in needs if edge.reason is Reason.DECLARED for ref in (edge.before, edge.after)}


def _wave(
    manifest: Manifest, move: Preference, tiers: Tiers, solved: Solved, pinned: Container[Ref], held: Container[Ref]
) -> Preference:
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
    written = manifest.ref in held and not own_hook_types(manifest.head.annotations)
    if written:
        whys.append("Helm's order of hooks keeps it there")
    number = solved.waves[manifest.ref]
    if integer(str(number)) is None:
        raise ConfigError(
            f"would get wave {number}, which to Argo CD is none, since it has more than 64 bits",
            where=str(manifest.ref),
            here=_because(manifest, solved),
            fix="give the objects that have such large waves smaller ones",
        )
    return Preference(
        wave=number,
        strong=move.strong & {"wave"},
        whys=(("wave", "; ".join(dict.fromkeys(filter(None, whys)))),),
        written=written,
    )


def _because(manifest: Manifest, solved: Solved) -> str:
    cause = solved.causes.get(manifest.ref)
    if cause is None:
        return ""
    if at_barrier(cause):
        return cause.whys[0]
    other = f"before {cause.after}" if cause.before == manifest.ref else f"after {cause.before}"
    return f"{other}: {cause.whys[0]}"
