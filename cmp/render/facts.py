"""Facts for reports and checks, made from a build."""

from contextlib import suppress

from cmp.checks.facts import Facts
from cmp.errors import SwellError
from cmp.render.pipeline import Build, render_values
from cmp.render.stages import arrange


def facts_of(built: Build) -> Facts:
    """Return the facts of a build, as its manifests would be printed."""
    inputs, arranged = built.inputs, built.arranged
    return Facts(
        manifests=tuple(sorted(arranged.manifests, key=lambda manifest: manifest.ref)),
        written=arranged.written,
        rendered=arranged.rendered,
        idle=arranged.idle,
        config=inputs.config,
        request=inputs.request,
        values=render_values(inputs),
    )


def improved(built: Build) -> Build | None:
    """Return an unchanged stream as Swell would order it; None if Swell would refuse to."""
    inputs = built.inputs
    with suppress(SwellError):
        return built.replace(arranged=arrange(built.arranged.rendered, inputs.config, request=inputs.request))
    return None
