"""Rules: which of them concern an object, and what they wish for its order. Later ones win key by key."""

from functools import reduce

from cmp.config.model import Placed
from cmp.model import Manifest
from cmp.order.match import matcher
from cmp.order.wish import Wish, wish

Matched = tuple[Placed, ...]


def matched(manifests: tuple[Manifest, ...], rules: tuple[Placed, ...]) -> list[Matched]:
    """Return the rules that concern each manifest, in the order in which they stand."""
    tests = [(placed, matcher(placed.rule.match)) for placed in rules]
    return [tuple(placed for placed, fits in tests if fits(manifest)) for manifest in manifests]


def wished(manifest: Manifest, rules: Matched, base: Wish) -> Wish:
    """Lay what the rules wish for a manifest over what the tiers wished.

    Raises:
        ConfigError: a rule would make a hook of an object that has to outlive the sync.
    """
    return reduce(lambda lower, placed: _wish(manifest, placed).over(lower), rules, base)


def _wish(manifest: Manifest, placed: Placed) -> Wish:
    rule = placed.rule
    return wish(rule, wave=rule.wave, override=rule.override, why=f"{placed.where}: {placed.name}", ref=manifest.ref)
