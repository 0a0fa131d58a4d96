"""From rendered manifests to those that are printed: rules, patches, tiers, repairs, and what the checks find."""

from collections.abc import Iterable, Sequence
from itertools import chain

from cmp.checks.facts import Facts
from cmp.checks.registry import findings
from cmp.config.model import Config
from cmp.inject import metadata, ordering, repairs
from cmp.inject.effective import effective, refuse_long_lived
from cmp.inject.patches import patched
from cmp.manifests.splice import changed
from cmp.model import Arranged, Decision, Manifest, Ref
from cmp.order import tiers
from cmp.order.rules import Subject, subjects, wished
from cmp.order.wish import Wish
from cmp.request import AppRequest


def arrange(rendered: tuple[Manifest, ...], config: Config, *, request: AppRequest) -> Arranged:
    """Put rendered manifests in order.

    Rules match what was rendered; what they wish for the order is decided on the patched manifests.

    Raises:
        ConfigError: a rule or tier asks for something that must not be.
        PatchError: a patch doesn't apply.
    """
    found = subjects(rendered, config.rules)
    staying = [subject for subject in found if not subject.who_asks("drop")]
    kept = [subject.replace(manifest=patched(subject)) for subject in staying]
    told = [tuple(metadata.decisions(subject)) for subject in kept]
    seen = [_as_decided(subject, made) for subject, made in zip(kept, told, strict=True)]
    wishes = [Wish()] * len(seen) if request.text("order") == "off" else _wishes(seen, config)
    ordered = [
        effective(subject.manifest.head, (*made, *ordering.decisions(after.manifest, wish)))
        for subject, made, after, wish in zip(kept, told, seen, wishes, strict=True)
    ]
    manifests = _changed([subject.manifest for subject in kept], ordered)
    for subject, manifest, made in zip(staying, manifests, ordered, strict=True):
        refuse_long_lived(subject.manifest, manifest, subject.who_asks("patch"), made)
    mended = [repairs.decisions(manifest, manifests, request.api_versions) for manifest in manifests if config.repairs]
    repaired = _changed(manifests, mended) if config.repairs else manifests
    busy = {id(placed) for subject in found for placed in subject.rules}
    idle = tuple(placed for placed in config.rules if id(placed) not in busy and not placed.rule.optional)
    return Arranged(
        manifests=repaired,
        decisions=tuple(chain(*ordered, *mended)),
        patched=_asked("patch", kept),
        dropped=_asked("drop", found),
        overruled=tuple(
            (subject.manifest.ref, reason)
            for subject, wish in zip(seen, wishes, strict=True)
            for reason in ordering.overruled(subject.manifest.head.annotations, wish)
        ),
        findings=findings(Facts(manifests=repaired, rendered=rendered, idle=idle, config=config, request=request)),
    )


def _wishes(kept: list[Subject], config: Config) -> list[Wish]:
    """Return what rules wish for each manifest above what tiers do, which look at what the rules make of it."""
    above = [wished(subject) for subject in kept]
    if not config.tiers:
        return above
    ruled = [_as_decided(one, ordering.decisions(one.manifest, wish)) for one, wish in zip(kept, above, strict=True)]
    bases = tiers.wishes([one.manifest for one in ruled], config.tiers)
    return [wish.over(base) for wish, base in zip(above, bases, strict=True)]


def _as_decided(subject: Subject, decisions: Iterable[Decision]) -> Subject:
    """Return a subject as it looks after some decisions; its text is still the old one."""
    manifest = subject.manifest
    return subject.replace(manifest=manifest.replace(head=manifest.head.decided(decisions)))


def _asked(key: str, subjects: Sequence[Subject]) -> tuple[tuple[Ref, str], ...]:
    return tuple((subject.manifest.ref, who) for subject in subjects if (who := subject.who_asks(key)))


def _changed(manifests: Sequence[Manifest], decisions: Sequence[Sequence[Decision]]) -> tuple[Manifest, ...]:
    return tuple(changed(manifest, made) for manifest, made in zip(manifests, decisions, strict=True))
