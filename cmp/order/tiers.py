"""Tiers: bands of waves for the objects that run in the Sync phase, of which one ends at wave 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmp.argo import names
from cmp.argo.classify import integer, own_hook_types, phases
from cmp.errors import ConfigError
from cmp.model import Manifest
from cmp.order.match import Matcher, matcher
from cmp.order.wish import Wish, wish

if TYPE_CHECKING:
    from cmp.config.spec import Tier


def wishes(manifests: tuple[Manifest, ...], tiers: tuple[Tier, ...]) -> list[Wish]:
    """Return what the tiers wish for each manifest; the first tier that matches an object takes it.

    Without a default tier, all of them lie below wave 0, where everything else is.

    Raises:
        ConfigError: two tiers are the default, or have one name, or a tier would take nothing.
    """
    _refuse(tiers)
    zero = next((index for index, tier in enumerate(tiers) if tier.default), len(tiers))
    bands = [(tier, index - zero, matcher(tier.match)) for index, tier in enumerate(tiers)]
    return [_wish(manifest, bands) for manifest in manifests]


def _wish(manifest: Manifest, bands: list[tuple[Tier, int, Matcher]]) -> Wish:
    fallback = None
    for tier, wave, fits in bands:
        if tier.default:
            fallback = (tier, wave)
        if fits(manifest):
            return _place(manifest, tier, wave)
    return _place(manifest, *fallback) if fallback else Wish()


def _place(manifest: Manifest, tier: Tier, wave: int) -> Wish:
    annotations = manifest.head.annotations
    if phases(annotations) != ("Sync",) and (tier.hook is None or own_hook_types(annotations)):
        return Wish()  # a hook of another phase, or nothing that is applied
    if tier.hook is None and integer(annotations.get(names.HELM_HOOK_WEIGHT, "")) is not None:
        return Wish()  # its weight is its author's wave
    return wish(tier, wave=wave, override=False, why=f"tier {tier.name}", ref=manifest.ref)


def _refuse(tiers: tuple[Tier, ...]) -> None:
    titles = [tier.name for tier in tiers]
    if len([tier for tier in tiers if tier.default]) > 1:
        raise ConfigError("order.tiers: only one tier can be the default")
    if double := next((name for name in titles if titles.count(name) > 1), None):
        raise ConfigError(f"order.tiers: two tiers are called {double}")
    if empty := next((tier.name for tier in tiers if tier.match is None and not tier.default), None):
        raise ConfigError(
            f"order.tiers: the tier {empty} matches nothing", cure="give it a `match`, or `default: true`"
        )
