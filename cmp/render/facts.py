"""Facts for reports and checks, made from a render."""

from collections.abc import Sequence
from contextlib import suppress

from cmp.checks.facts import Facts
from cmp.errors import SwellError
from cmp.render.inputs import Inputs, render_values
from cmp.render.stages import Context, Stage, arrange
from cmp.transform.result import Arranged


def facts(inputs: Inputs, arranged: Arranged) -> Facts:
    """Return the facts of arranged manifests, in the order in which they are printed."""
    return Facts(
        objects=arranged.objects,
        written=arranged.written,
        rendered=arranged.rendered,
        idle=arranged.idle,
        config=inputs.config,
        application=inputs.application,
        strangers=inputs.strangers,
        values=render_values(inputs),
    )


def sorted_facts(inputs: Inputs, arranged: Arranged) -> Facts:
    """Return the facts of arranged manifests, in the order of their identities, in which reports show them."""
    found = facts(inputs, arranged)
    return found.replace(objects=found.objects.replace(sorted(found.objects, key=lambda one: one.ref)))


def improved(found: Facts, stages: Sequence[Stage]) -> Arranged | None:
    """Return an unchanged stream as Swell would order it; None if Swell would refuse to."""
    with suppress(SwellError):
        return arrange(found.objects, Context(config=found.config, namespace=found.application.namespace), stages)
    return None


def with_objects(found: Facts, arranged: Arranged) -> Facts:
    """Return the facts of the same render with objects that are arranged in another way."""
    return found.replace(
        objects=arranged.objects, written=arranged.written, rendered=arranged.rendered, idle=arranged.idle
    )
