"""Facts for reports and checks, made from a build."""

from contextlib import suppress

from cmp.checks.facts import Facts
from cmp.errors import SwellError
from cmp.render.pipeline import Build, render_values
from cmp.render.stages import arrange
from cmp.transform.result import Arranged


def facts_of(built: Build) -> Facts:
    """Return the facts of a build, as its manifests would be printed."""
    return _facts(built, built.arranged)


def improved(built: Build) -> Facts | None:
    """Return the facts of an unchanged stream as Swell would order it; None if Swell would refuse to."""
    inputs = built.inputs
    with suppress(SwellError):
        return _facts(built, arrange(built.arranged.rendered, inputs.config, request=inputs.request))
    return None


def _facts(built: Build, arranged: Arranged) -> Facts:
    inputs = built.inputs
    return Facts(
        manifests=tuple(sorted(arranged.manifests, key=lambda manifest: manifest.ref)),
        written=arranged.written,
        rendered=arranged.rendered,
        idle=arranged.idle,
        config=inputs.config,
        request=inputs.request,
        values=render_values(inputs),
    )
