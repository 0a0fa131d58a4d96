"""Decides the order such that it harms no object: what a sync could get to before, it can get to after.

A sync may hang in any order, say since an author's PreSync hook reads what comes in Sync. An object that Swell puts
behind what hangs, or behind what Swell pulls forward and hangs there, would not even be applied any more. No order is
inferred then: the manifests stay as they are until what hangs is mended, and the checks tell what that is.
"""

from collections.abc import Iterable, Sequence

from cmp.argocd.hooks import phases, wave
from cmp.argocd.simulate import simulate
from cmp.argocd.versions import NEWEST
from cmp.config.model import Config
from cmp.model import Manifest, Ref
from cmp.objects.objects import Objects
from cmp.order.annotations import preferred
from cmp.order.edges import edges
from cmp.order.edges.authored import authored
from cmp.order.intent.preference import Preference, Preferences
from cmp.order.outcome import Outcome
from cmp.order.waves import ordered


def harmless(given: Objects, ruled: Sequence[Preference], config: Config) -> Preferences:
    """Return the preferences for the order of each object; only those that are declared where others would do harm.

    They name the objects that would hang, then.

    Where tiers or rules declare an order, what is inferred fits that: then a check tells what becomes of the sync.

    Args:
        given: the objects.
        ruled: for each of them, the preferences of the rules.
        config: its tiers, rules and `infer` are used.

    Raises:
        ConfigError: as `ordered`.
    """
    found = ordered(given, ruled, config)
    if config.infer == "off" or _declares(config):
        return found
    own = authored(given)
    found = _annotated(found, given)
    if _places(found.objects) == _places(given) or not (after := _outcome(found.objects, own)).stalls:
        return found
    declared = _annotated(ordered(given, ruled, config.replace(infer="off")), given)
    if _outcome(declared.objects, own).able <= after.able:
        return found
    return declared.replace(hanging=tuple(dict.fromkeys(stall.ref for stall in after.stalls)))


def _annotated(found: Preferences, given: Objects) -> Preferences:
    """Return preferences with the objects as they ask for them."""
    return found.replace(objects=found.objects.replace(preferred(given, found.preferences)))


def _declares(config: Config) -> bool:
    """Tell whether tiers or rules declare an order, or make hooks; a wave of a rule is a pin like the author's own."""
    rules = [placed.rule for placed in config.rules]
    return bool(config.tiers) or any(rule.hook or rule.after or rule.before for rule in rules)


def _outcome(objects: Objects, own: frozenset[Ref]) -> Outcome:
    plan = simulate(objects.manifests, version=objects.config.argocd or NEWEST)
    return Outcome(objects=objects, plan=plan, edges=edges(objects, authored=own))


def _places(manifests: Iterable[Manifest]) -> list[tuple[tuple[str, ...], int]]:
    """Return for each object the phases and the wave in which a sync applies it."""
    return [(phases(one.head.annotations), wave(one.head.annotations)) for one in manifests]
