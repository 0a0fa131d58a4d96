"""From rendered manifests to those that are printed: rules, tiers, patches, repairs, and what the checks find."""

from collections.abc import Iterable

from cmp.checks.facts import Facts
from cmp.checks.registry import findings
from cmp.config.model import Config, Placed
from cmp.inject import metadata, ordering, repairs
from cmp.manifests.patched import patched
from cmp.manifests.splice import changed
from cmp.model import Decision, Finding, Manifest, Ref
from cmp.order import rules as order_rules
from cmp.order import tiers
from cmp.order.wish import Wish
from cmp.request import AppRequest
from cmp.value import Value


class Arranged(Value):
    """The manifests to print, and all that was done to get there: `patches` and `drops` say who asked for them."""

    manifests: tuple[Manifest, ...]
    decisions: tuple[Decision, ...]
    patches: tuple[tuple[Ref, str], ...]
    drops: tuple[tuple[Ref, str], ...]
    findings: tuple[Finding, ...]


def arrange(rendered: tuple[Manifest, ...], config: Config, *, request: AppRequest) -> Arranged:
    """Put rendered manifests in order.

    Rules match what was rendered; what they wish for the order is decided on the patched manifests.

    Raises:
        ConfigError: a rule or tier asks for something that must not be.
        PatchError: a patch doesn't apply.
    """
    matched = order_rules.matched(rendered, config.rules)
    drops = [
        (manifest.ref, _who(rules, "drop"))
        for manifest, rules in zip(rendered, matched, strict=True)
        if _who(rules, "drop")
    ]
    kept = [(manifest, rules) for manifest, rules in zip(rendered, matched, strict=True) if not _who(rules, "drop")]
    patches = [(manifest.ref, _who(rules, "patch")) for manifest, rules in kept if _who(rules, "patch")]
    manifests = tuple(patched(manifest, rules) for manifest, rules in kept)
    wishes = _wishes(manifests, [rules for _, rules in kept], config, order=request.text("order"))
    decisions = [
        (*metadata.decisions(manifest, rules), *ordering.decisions(manifest, wish))
        for manifest, (_, rules), wish in zip(manifests, kept, wishes, strict=True)
    ]
    manifests = tuple(changed(manifest, made) for manifest, made in zip(manifests, decisions, strict=True))
    mended = _mended(manifests, request.api_versions) if config.repairs else [()] * len(manifests)
    manifests = tuple(changed(manifest, made) for manifest, made in zip(manifests, mended, strict=True))
    busy = {id(placed) for rules in matched for placed in rules}
    idle = tuple(placed for placed in config.rules if id(placed) not in busy and not placed.rule.optional)
    return Arranged(
        manifests=manifests,
        decisions=tuple(decision for made in (*decisions, *mended) for decision in made),
        patches=tuple(patches),
        drops=tuple(drops),
        findings=findings(Facts(manifests=manifests, rendered=rendered, idle=idle)),
    )


def _wishes(
    manifests: tuple[Manifest, ...], rules: list[order_rules.Matched], config: Config, *, order: str
) -> list[Wish]:
    if order == "off":
        return [Wish()] * len(manifests)
    bases = tiers.wishes(manifests, config.tiers) if config.tiers else [Wish()] * len(manifests)
    return [
        order_rules.wished(manifest, own, base) for manifest, own, base in zip(manifests, rules, bases, strict=True)
    ]


def _mended(manifests: tuple[Manifest, ...], api_versions: tuple[str, ...]) -> list[tuple[Decision, ...]]:
    return [tuple(repairs.decisions(manifest, manifests, api_versions)) for manifest in manifests]


def _who(rules: Iterable[Placed], key: str) -> str:
    return "; ".join(f"{placed.where}: {placed.name}" for placed in rules if getattr(placed.rule, key))
