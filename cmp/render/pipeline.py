"""The steps of a render after Helm has started: manifests, the stages that order and change them, and their checks."""

from collections.abc import Iterable, Sequence

from cmp.checks.gate import early
from cmp.manifests.split import split
from cmp.model import Finding, Manifest
from cmp.objects.objects import Objects
from cmp.render.facts import facts
from cmp.render.inputs import Inputs, render_values
from cmp.render.stages import STAGES, Context, Stage, arrange
from cmp.transform.result import Arranged, Surroundings
from cmp.value import Value
from cmp.waits.nouns.steps import renew


class Build(Value):
    """The result of a render: its inputs, the arranged manifests, and the findings of the checks that may stop it."""

    inputs: Inputs
    arranged: Arranged
    findings: tuple[Finding, ...]


def build(inputs: Inputs, *streams: str | Iterable[str], stages: Sequence[Stage] = STAGES) -> Build:
    """Return the build of streams that belong together: their objects after the stages.

    Args:
        inputs: what they were rendered from.
        streams: what Helm prints, in chunks as it comes, or files.
        stages: what is done with the objects; without any they are left as they are.

    Raises:
        SwellError: the build failed, for one of the reasons in `cmp.errors`.
    """
    renew()
    objects = Objects(_split(inputs, *streams), inputs.config)
    context = Context(config=inputs.config, namespace=inputs.namespace, surroundings=_surroundings(inputs))
    arranged = arrange(objects, context, stages)
    if inputs.config.limits.source and stages:
        from cmp.render.limits import refuse_large

        refuse_large(arranged.manifests, inputs.config.limits)
    return Build(inputs=inputs, arranged=arranged, findings=early(facts(inputs, arranged)))


def _surroundings(inputs: Inputs) -> Surroundings:
    """Return what files outside the manifests say about restarts of pods: changed watched files, volatile templates."""
    if not inputs.config.rollout.asked:
        return Surroundings()
    from cmp.chart.volatile import VolatileTemplates
    from cmp.render.watched_files import watched

    files, values = tuple(watched(inputs)), render_values(inputs)
    return Surroundings(volatile=VolatileTemplates(values.chart.templates if values else {}), watched=files)


def _split(inputs: Inputs, *streams: str | Iterable[str]) -> tuple[Manifest, ...]:
    """Return the manifests of all streams in sequence, within the limits of the policy."""
    limits, namespace = inputs.config.limits, inputs.namespace
    if not limits.source:
        return tuple(manifest for stream in streams for manifest in split(stream, namespace=namespace))
    from cmp.render.limits import Meter, refuse_many

    meter = Meter(limits)
    found = [manifest for stream in streams for manifest in split(meter.through(stream), namespace=namespace)]
    refuse_many(found, limits)
    return tuple(found)
