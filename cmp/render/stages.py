"""The stages from Helm's manifests to printed ones: rules, patches, order, repairs, hashes of configuration."""

from collections.abc import Callable, Sequence

from cmp.config.model import Config
from cmp.manifests.annotate import changed
from cmp.model import Decision, Manifest
from cmp.objects.objects import Objects
from cmp.order.decide import decide
from cmp.order.intent.rules import Printed, matched, missed
from cmp.order.intent.subject import Subject
from cmp.transform import repairs, rule_metadata, rule_patches
from cmp.transform.effective import effective, refuse_long_lived
from cmp.transform.result import Arranged, Surroundings
from cmp.value import Value

_ALONE = Surroundings()


class Context(Value):
    """The configuration and the surroundings of a render, which all stages read.

    Objects that name no namespace belong to `namespace`, the Application's destination. `printed` is what earlier
    rounds have made of the objects: rules that an operator enforces match that, too.
    """

    config: Config
    namespace: str
    surroundings: Surroundings = _ALONE
    printed: tuple[Printed, ...] = ()


class Stage(Value):
    """A stage: its name, the function, and when it is asked for."""

    name: str
    run: Callable[[Arranged, Context], Arranged]
    asked: Callable[[Config], object] = lambda _: True


def match(arranged: Arranged, context: Context) -> Arranged:
    """Match the rules with the objects; a rule that matches none is idle."""
    rules = context.config.rules
    subjects = tuple(matched(arranged.rendered, rules, context.printed))
    busy = {id(placed) for subject in subjects for placed in subject.rules}
    idle = tuple(placed for placed in rules if id(placed) not in busy and not placed.rule.optional)
    return arranged.after(subjects, idle=idle)


def drop(arranged: Arranged, _: Context) -> Arranged:
    """Leave out the objects that rules drop."""
    dropped = {one.number: who for one in arranged.subjects if (who := one.rules_with("drop"))}
    return arranged.after(
        (one for one in arranged.subjects if one.number not in dropped),
        dropped=tuple((one.rendered.ref, dropped[one.number]) for one in arranged.subjects if one.number in dropped),
    )


def patch(arranged: Arranged, context: Context) -> Arranged:
    """Apply the patches of rules."""
    rule_patches.refuse_many(arranged.subjects)
    return arranged.after(
        _with(one, rule_patches.patched(one, namespace=context.namespace)) for one in arranged.subjects
    )


def metadata(arranged: Arranged, _: Context) -> Arranged:
    """Decide the labels, annotations and sync options that rules set."""
    rule_metadata.refuse_many(arranged.subjects)
    return arranged.after(_deciding(one, tuple(rule_metadata.decisions(one))) for one in arranged.subjects)


def order(arranged: Arranged, context: Context) -> Arranged:
    """Decide hooks and waves; what only rules of the operator's may change, where suggestions are wanted."""
    subjects, found = decide(arranged.subjects, arranged.objects, context.config)
    return arranged.replace(
        subjects=subjects, earlier=found.objects, left_out=found.left_out, helms=found.helms, hanging=found.hanging
    )


def write(arranged: Arranged, _: Context) -> Arranged:
    """Write what was decided into the objects' texts."""
    written = arranged.after(_written(one) for one in arranged.subjects)
    return written.replace(written=written.manifests)


def repair(arranged: Arranged, context: Context) -> Arranged:
    """Make the changes without which the API server refuses objects."""
    awaited = repairs.awaited(arranged.objects, context.config.api_versions)
    return arranged.after(_repaired(one, tuple(repairs.decisions(one.manifest, awaited))) for one in arranged.subjects)


def hash_configs(arranged: Arranged, context: Context) -> Arranged:
    """Annotate pod templates with hashes of what their pods read; imported only if `rollout` is set."""
    from cmp.transform.config_hash import TEMPLATE_HASH, rolled

    fixed = {one.manifest.ref for one in arranged.subjects if one.is_patched_by_policy(*TEMPLATE_HASH)}
    found = rolled(arranged.objects, context.config.rollout, context.surroundings, fixed=fixed)
    subjects = [_with(one, manifest) for one, manifest in zip(arranged.subjects, found.manifests, strict=True)]
    return arranged.after(subjects, hashes=found.hashes, unhashed=found.unhashed)


STAGES = (
    Stage(name="match rules", run=match),
    Stage(name="drop", run=drop),
    Stage(name="patch", run=patch),
    Stage(name="rule metadata", run=metadata),
    Stage(name="decide order", run=order),
    Stage(name="write annotations", run=write),
    Stage(name="repair", run=repair, asked=lambda config: config.repairs),
    Stage(name="hash configs", run=hash_configs, asked=lambda config: config.rollout.asked),
)
"""All stages. Each returns the objects as it leaves them; one that is not asked for is left off."""


def arrange(rendered: Objects, context: Context, stages: Sequence[Stage] = STAGES) -> Arranged:
    """Return the arranged manifests: with rules, patches and order applied.

    Rules match what was rendered; what they prefer for the order is decided on the patched manifests. Those that the
    operator enforces match what is printed, too: all is arranged again until none is missed.

    Raises:
        ConfigError: a rule or tier asks for something that is not allowed.
        PatchError: a patch doesn't apply.
    """
    start = Arranged.of(rendered)
    while True:
        arranged = start
        for stage in stages:
            if stage.asked(context.config):
                arranged = stage.run(arranged, context)
        if not missed(arranged.subjects, context.config.rules):
            return arranged
        changes = {one.number: one.manifest for one in arranged.subjects if one.manifest is not one.rendered}
        context = context.replace(printed=(*context.printed, changes))


def _written(subject: Subject) -> Subject:
    made = effective(subject.manifest.head, subject.decisions)
    manifest = changed(subject.manifest, made)
    refuse_long_lived(subject.rendered, manifest, subject.rules_with("patch"), made)
    return _deciding(_with(subject, manifest), made)


def _repaired(subject: Subject, made: tuple[Decision, ...]) -> Subject:
    return subject.replace(manifest=changed(subject.manifest, made), repairs=made) if made else subject


def _with(subject: Subject, manifest: Manifest) -> Subject:
    return subject if manifest is subject.manifest else subject.replace(manifest=manifest)


def _deciding(subject: Subject, decisions: tuple[Decision, ...]) -> Subject:
    return subject if decisions == subject.decisions else subject.replace(decisions=decisions)
