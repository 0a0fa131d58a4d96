"""From rendered manifests to those that are printed: rules, patches, tiers, repairs, and what the checks find."""

from collections.abc import Sequence
from itertools import chain

from cmp.checks.facts import Facts
from cmp.checks.registry import findings
from cmp.config.model import Config
from cmp.inject import metadata, ordering, repairs
from cmp.inject.patches import patched
from cmp.manifests.splice import changed
from cmp.model import Decision, Finding, Manifest, Ref
from cmp.order import tiers
from cmp.order.rules import Subject, subjects, wished
from cmp.order.wish import Wish
from cmp.request import AppRequest
from cmp.value import Value


class Arranged(Value):
    """The manifests to print, and what was done to get there."""

    manifests: tuple[Manifest, ...]
    decisions: tuple[Decision, ...]
    patched: tuple[Ref, ...]
    dropped: tuple[Ref, ...]
    findings: tuple[Finding, ...]


def arrange(rendered: tuple[Manifest, ...], config: Config, *, request: AppRequest) -> Arranged:
    """Put rendered manifests in order.

    Rules match what was rendered; what they wish for the order is decided on the patched manifests.

    Raises:
        ConfigError: a rule or tier asks for something that must not be.
        PatchError: a patch doesn't apply.
    """
    found = subjects(rendered, config.rules)
    kept = [subject.replace(manifest=patched(subject)) for subject in found if not subject.who_asks("drop")]
    wishes = [Wish()] * len(kept) if request.text("order") == "off" else _wishes(kept, config)
    ordered = [
        (*metadata.decisions(subject), *ordering.decisions(subject.manifest, wish))
        for subject, wish in zip(kept, wishes, strict=True)
    ]
    manifests = _changed([subject.manifest for subject in kept], ordered)
    mended = [repairs.decisions(manifest, manifests, request.api_versions) for manifest in manifests if config.repairs]
    repaired = _changed(manifests, mended) if config.repairs else manifests
    busy = {id(placed) for subject in found for placed in subject.rules}
    idle = tuple(placed for placed in config.rules if id(placed) not in busy and not placed.rule.optional)
    return Arranged(
        manifests=repaired,
        decisions=tuple(chain(*ordered, *mended)),
        patched=tuple(subject.manifest.ref for subject in kept if subject.who_asks("patch")),
        dropped=tuple(subject.manifest.ref for subject in found if subject.who_asks("drop")),
        findings=findings(Facts(manifests=repaired, rendered=rendered, idle=idle)),
    )


def _wishes(kept: list[Subject], config: Config) -> list[Wish]:
    """Return what rules wish for each manifest above what tiers do."""
    bases = tiers.wishes([subject.manifest for subject in kept], config.tiers)
    return [wished(subject, base) for subject, base in zip(kept, bases, strict=True)]


def _changed(manifests: Sequence[Manifest], decisions: Sequence[Sequence[Decision]]) -> tuple[Manifest, ...]:
    return tuple(changed(manifest, made) for manifest, made in zip(manifests, decisions, strict=True))
