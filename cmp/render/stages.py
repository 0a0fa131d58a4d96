"""From rendered manifests to those that are printed: rules, patches, tiers, repairs, and what the checks find."""

from collections.abc import Iterable, Sequence
from itertools import chain

from cmp.checks.facts import Facts
from cmp.checks.gate import early
from cmp.config.model import Config
from cmp.manifests.annotate import changed
from cmp.model import Decision, Manifest, Ref
from cmp.order import annotations
from cmp.order.intent.needed import concerned
from cmp.order.intent.preference import Ordered, Wish
from cmp.order.intent.rules import Subject, insisted, subjects, wished
from cmp.request.model import AppRequest
from cmp.transform import repairs, rule_metadata
from cmp.transform.effective import effective, refuse_long_lived
from cmp.transform.result import Arranged, Rolled, Surroundings
from cmp.transform.rule_patches import patched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.values.render_values import Given

_ALONE = Surroundings()


def arrange(
    rendered: tuple[Manifest, ...],
    config: Config,
    *,
    request: AppRequest,
    surroundings: Surroundings = _ALONE,
    given: "Given | None" = None,
) -> Arranged:
    """Put rendered manifests in order.

    Rules match what was rendered; what they wish for the order is decided on the patched manifests.

    Args:
        rendered: the manifests.
        config: the rules, and all else that is wished.
        request: for whom.
        surroundings: what only the files around the manifests tell.
        given: the values of the render, for the checks; None where there was no chart.

    Raises:
        ConfigError: a rule or tier asks for something that must not be.
        PatchError: a patch doesn't apply.
    """
    found = subjects(rendered, config.rules)
    staying = [subject for subject in found if not subject.who_asks("drop")]
    kept = [subject.replace(manifest=patched(subject)) for subject in staying]
    told = [tuple(rule_metadata.decisions(subject)) for subject in kept]
    seen = [_as_decided(subject, made) for subject, made in zip(kept, told, strict=True)]
    insisted_on = tuple(map(insisted, seen))
    wished_for = Ordered(wishes=insisted_on) if request.text("order") == "off" else _ordered(seen, config)
    wishes = wished_for.wishes
    orders = _orders(seen, wishes)
    firm = _orders(seen, insisted_on) if config.mode == "suggest" else orders
    ordered = [
        effective(subject.manifest.head, (*made, *held)) for subject, made, held in zip(kept, told, firm, strict=True)
    ]
    manifests = _changed([subject.manifest for subject in kept], ordered)
    for subject, manifest, made in zip(staying, manifests, ordered, strict=True):
        refuse_long_lived(subject.manifest, manifest, subject.who_asks("patch"), made)
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
        given=given,
    )
    return Arranged(
        manifests=restarting.manifests,
        decisions=tuple(chain(*ordered, *mended)),
        patched=_asked("patch", kept),
        dropped=_asked("drop", found),
        overruled=tuple(
            (subject.manifest.ref, reason)
            for subject, wish in zip(seen, wishes, strict=True)
            for reason in annotations.overruled(subject.manifest.head.annotations, wish)
        ),
        written=manifests,
        rendered=rendered,
        idle=idle,
        suggested=tuple(one for made, held in zip(orders, firm, strict=True) for one in made if one not in held),
        left_out=wished_for.left_out,
        helms=wished_for.helms,
        findings=early(facts),
        hashes=restarting.hashes,
        unhashed=restarting.unhashed,
    )


def untouched(manifests: tuple[Manifest, ...], config: Config, *, request: AppRequest) -> Arranged:
    """Return manifests as they are, with what the checks find."""
    facts = Facts(manifests=manifests, written=manifests, rendered=manifests, idle=(), config=config, request=request)
    return Arranged(manifests=manifests, written=manifests, rendered=manifests, findings=early(facts))


def _rolled(manifests: tuple[Manifest, ...], config: Config, surroundings: Surroundings) -> Rolled:
    """Return the manifests with what restarts their pods; looked at only where somebody asks for it."""
    if not config.rollout.asked:
        return Rolled(manifests=manifests)

    from cmp.transform.config_hash import rolled

    return rolled(manifests, config.rollout, surroundings)


def _ordered(kept: list[Subject], config: Config) -> Ordered:
    """Return what is wished for the order of each object; only where heads tell that more than rules may have a say."""
    ruled = [wished(subject) for subject in kept]
    given = [subject.manifest for subject in kept]
    heads = [one.head.decided(annotations.decisions(one, wish)) for one, wish in zip(given, ruled, strict=True)]
    if not concerned(heads, config):
        return Ordered(wishes=tuple(ruled))

    from cmp.order.decide import ordered

    return ordered(given, ruled, config)


def _orders(seen: Sequence[Subject], wishes: Sequence[Wish]) -> list[tuple[Decision, ...]]:
    return [tuple(annotations.decisions(one.manifest, wish)) for one, wish in zip(seen, wishes, strict=True)]


def _as_decided(subject: Subject, decisions: Iterable[Decision]) -> Subject:
    """Return a subject as it looks after some decisions; its text is still the old one."""
    manifest = subject.manifest
    return subject.replace(manifest=manifest.with_head(manifest.head.decided(decisions)))


def _asked(key: str, subjects: Sequence[Subject]) -> tuple[tuple[Ref, str], ...]:
    return tuple((subject.manifest.ref, who) for subject in subjects if (who := subject.who_asks(key)))


def _changed(manifests: Sequence[Manifest], decisions: Sequence[Sequence[Decision]]) -> tuple[Manifest, ...]:
    return tuple(changed(manifest, made) for manifest, made in zip(manifests, decisions, strict=True))
