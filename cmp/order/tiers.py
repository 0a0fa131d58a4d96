"""Tiers: bands of waves for the objects that run in the Sync phase, of which one ends at wave 0."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from cmp.argo import names
from cmp.argo.classify import own_hook_types, own_wave, phases, wave
from cmp.model import Manifest
from cmp.order.match import Matcher, matcher
from cmp.order.wish import Wish, wish

if TYPE_CHECKING:
    from cmp.config.spec import Tier


def wishes(manifests: Sequence[Manifest], tiers: tuple[Tier, ...]) -> list[Wish]:
    """Return what the tiers wish for each manifest; the first tier that matches an object takes it.

    A tier is one wave, or as many as it has different Helm hook weights among those that it makes hooks of, for their
    order must not be lost with the weights. Without a default tier, all lie below wave 0, where everything else is.
    """
    tests = [matcher(tier.match) for tier in tiers]
    default = next((index for index, tier in enumerate(tiers) if tier.default), len(tiers))
    takers = [_taker(manifest, tiers, tests, default) for manifest in manifests]
    weights: list[set[int]] = [set() for _ in tiers]
    for manifest, index in zip(manifests, takers, strict=True):
        if index is not None:
            weights[index].add(_weight(manifest, tiers[index]))
    bands = [sorted(found) or [0] for found in weights]
    starts = _starts([len(band) for band in bands], default)
    return [
        Wish()
        if index is None
        else _wish(tiers[index], starts[index] + bands[index].index(_weight(manifest, tiers[index])))
        for manifest, index in zip(manifests, takers, strict=True)
    ]


def _starts(widths: list[int], default: int) -> list[int]:
    """Return the first wave of each band, such that the default one ends at 0."""
    ends = list(accumulate(widths))
    zero = ends[default] if default < len(ends) else sum(widths) + 1
    return [end - width - zero + 1 for end, width in zip(ends, widths, strict=True)]


def _taker(manifest: Manifest, tiers: tuple[Tier, ...], tests: list[Matcher], default: int) -> int | None:
    """Return the tier that places an object; None for what none concerns: hooks of other phases, and pinned waves."""
    index = next((index for index, fits in enumerate(tests) if fits(manifest)), default)
    if index == len(tiers):
        return None
    annotations = manifest.head.annotations
    moves = tiers[index].hook is not None and not own_hook_types(annotations)
    return index if moves or (phases(annotations) == ("Sync",) and own_wave(annotations) is None) else None


def _weight(manifest: Manifest, tier: Tier) -> int:
    return (
        wave(manifest.head.annotations) if tier.hook is not None and names.HELM_HOOK in manifest.head.annotations else 0
    )


def _wish(tier: Tier, number: int) -> Wish:
    return wish(tier, wave=number, override=False, why=f"tier {tier.name}")
