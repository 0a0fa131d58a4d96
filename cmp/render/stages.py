"""The stages from Helm's manifests to printed ones: rules, patches, tiers, repairs, checks."""

from collections.abc import Iterable, Sequence
from itertools import chain

from cmp.checks.facts import Facts
from cmp.checks.gate import early
from cmp.config.model import Config
from cmp.manifests.annotate import changed
from cmp.model import Decision, Manifest, Ref
from cmp.order import annotations
from cmp.order.intent.needed import needs_ordering
from cmp.order.intent.preference import Preference, Preferences
from cmp.order.intent.rules import Subject, firm_only, judged, preferred, subjects
from cmp.request.model import AppRequest
from cmp.transform import repairs, rule_metadata
from cmp.transform.effective import effective, refuse_long_lived
from cmp.transform.result import Arranged, Rolled, Surroundings
from cmp.transform.rule_patches import patched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.values.render_values import RenderValues

_ALONE = Surroundings()


def arrange(
    rendered: tuple[Manifest, ...],
    config: Config,
    *,
    request: AppRequest,
    surroundings: Surroundings = _ALONE,
    values: "RenderValues | None" = None,
) -> Arranged:
    """Return the arranged manifests: with rules, patches and order applied, and checked.

    Rules match what was rendered; what they prefer for the order is decided on the patched manifests. Those that the
    operator enforces match what is printed, too: all is arranged again until none is missed.

    Args:
        rendered: the manifests.
        config: the rules and the other settings.
        request: the application.
        surroundings: the watched files and volatile templates, which the manifests don't show.
        values: the values of the render, for the checks; None where there was no chart.

    Raises:
        ConfigError: a rule or tier asks for something that is not allowed.
        PatchError: a patch doesn't apply.
    """
    found, missed = subjects(rendered, config.rules), True
    while missed:
        arranged = _arranged(rendered, found, config, request, surroundings, values)
        later = judged(found, arranged.manifests, config.rules)
        missed, found = later != found, later
    return arranged


def _arranged(
    rendered: tuple[Manifest, ...],
    found: tuple[Subject, ...],
    config: Config,
    request: AppRequest,
    surroundings: Surroundings,
    values: "RenderValues | None",
) -> Arranged:
    """Return the arranged manifests, with the rules that match each of them."""
    staying = [subject for subject in found if not subject.rules_with("drop")]
    kept = [subject.replace(manifest=patched(subject)) for subject in staying]
    told = [tuple(rule_metadata.decisions(subject)) for subject in kept]
    seen = [_as_decided(subject, made) for subject, made in zip(kept, told, strict=True)]
    firm_preferences = tuple(map(firm_only, seen))
    asked_for = Preferences(preferences=firm_preferences) if request.text("order") == "off" else _ordered(seen, config)
    preferences = asked_for.preferences
    orders = _orders(seen, preferences)
    firm = _orders(seen, firm_preferences) if config.mode == "suggest" else orders
    ordered = [
        effective(subject.manifest.head, (*made, *held)) for subject, made, held in zip(kept, told, firm, strict=True)
    ]
    manifests = _changed([subject.manifest for subject in kept], ordered)
    for subject, manifest, made in zip(staying, manifests, ordered, strict=True):
        refuse_long_lived(subject.manifest, manifest, subject.rules_with("patch"), made)
    known = config.api_versions or request.api_versions
    mended = repairs.decisions(manifests, known) if config.repairs else []
    repaired = _changed(manifests, mended) if config.repairs else manifests
    restarting = _rolled(repaired, config, surroundings)
    busy = {id(placed) for subject in found for placed in subject.rules}
    idle = tuple(placed for placed in config.rules if id(placed) not in busy and not placed.rule.optional)
    facts = Facts(
        manifests=restarting.manifests,
        written=manifests,
        rendered=rendered,
        idle=idle,
        config=config,
        request=request,
        values=values,
    )
    return Arranged(
        manifests=restarting.manifests,
        decisions=tuple(chain(*ordered, *mended)),
        patched=_asked("patch", kept),
        dropped=_asked("drop", found),
        overruled=tuple(
            (subject.manifest.ref, reason)
            for subject, preference in zip(seen, preferences, strict=True)
            for reason in annotations.overruled(subject.manifest.head.annotations, preference)
        ),
        written=manifests,
        rendered=rendered,
        idle=idle,
        suggested=tuple(one for made, held in zip(orders, firm, strict=True) for one in made if one not in held),
        left_out=asked_for.left_out,
        helms=asked_for.helms,
        hanging=asked_for.hanging,
        findings=early(facts),
        hashes=restarting.hashes,
        unhashed=restarting.unhashed,
    )


def untouched(manifests: tuple[Manifest, ...], config: Config, *, request: AppRequest) -> Arranged:
    """Return the manifests unchanged, with the findings of the checks."""
    facts = Facts(manifests=manifests, written=manifests, rendered=manifests, idle=(), config=config, request=request)
    return Arranged(manifests=manifests, written=manifests, rendered=manifests, findings=early(facts))


def _rolled(manifests: tuple[Manifest, ...], config: Config, surroundings: Surroundings) -> Rolled:
    """Return the manifests with the annotations that restart their pods; computed only if `rollout` is set."""
    if not config.rollout.asked:
        return Rolled(manifests=manifests)

    from cmp.transform.config_hash import rolled

    return rolled(manifests, config.rollout, surroundings)


def _ordered(kept: list[Subject], config: Config) -> Preferences:
    """Return each object's preference; bodies of objects are read only if their heads show that order may matter."""
    ruled = [preferred(subject) for subject in kept]
    manifests = [subject.manifest for subject in kept]
    heads = [
        one.head.decided(annotations.decisions(one, preference))
        for one, preference in zip(manifests, ruled, strict=True)
    ]
    if not needs_ordering(heads, config):
        return Preferences(preferences=tuple(ruled))

    from cmp.order.harmless import harmless

    return harmless(manifests, ruled, config)


def _orders(seen: Sequence[Subject], preferences: Sequence[Preference]) -> list[tuple[Decision, ...]]:
    return [
        tuple(annotations.decisions(one.manifest, preference))
        for one, preference in zip(seen, preferences, strict=True)
    ]


def _as_decided(subject: Subject, decisions: Iterable[Decision]) -> Subject:
    """Return a subject with some decisions applied; its text is still the old one."""
    manifest = subject.manifest
    return subject.replace(manifest=manifest.with_head(manifest.head.decided(decisions)))


def _asked(key: str, subjects: Sequence[Subject]) -> tuple[tuple[Ref, str], ...]:
    return tuple((subject.manifest.ref, who) for subject in subjects if (who := subject.rules_with(key)))


def _changed(manifests: Sequence[Manifest], decisions: Sequence[Sequence[Decision]]) -> tuple[Manifest, ...]:
    return tuple(changed(manifest, made) for manifest, made in zip(manifests, decisions, strict=True))
