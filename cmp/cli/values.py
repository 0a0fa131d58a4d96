"""`swell values`: prints the merged values as the chart's templates see them; Helm itself merges them."""

from functools import partial

from cmp import dialect
from cmp.cli.failure import story
from cmp.cli.output import note, say
from cmp.cli.several import Asked, answers
from cmp.errors import SwellError
from cmp.fleet.ways import ToRender
from cmp.helm.seen_values import seen_values
from cmp.render.inputs import chart_values, gather, helm_call
from cmp.render.run import LazySession, helm_runtime
from cmp.settings import Settings


def values(asked: Asked, *, settings: Settings, origins: bool = False) -> int:
    """Print the merged values, of several applications as one document each below a comment with its name."""
    if asked.single:
        say(merged_values(asked.single, settings=settings, origins=origins), end="")
        return 0
    status = 0
    work = partial(merged_values, settings=settings, origins=origins)
    for member, answer in answers(asked, work, settings=settings):
        if isinstance(answer, SwellError):
            note(story(answer))
            status = max(status, answer.exit_code)
            continue
        place = f" ({member.found.source})" if member.found else ""
        say(f"---\n# {member.name}{place}\n{answer}", end="")
    return status


def merged_values(render: ToRender, *, settings: Settings, origins: bool = False) -> str:
    """Return the merged values as YAML, with those of the charts below as these see them.

    With `origins`, a comment behind each says where it comes from, and secrets are hidden.

    Raises:
        SourceError: there is no chart; and the errors of `gather` and Helm.
    """
    with LazySession(helm_runtime(settings)) as session:
        inputs = gather(render.request, render=session.begin, session=session)
        found = chart_values(inputs)
        call = helm_call(inputs)
        seen = seen_values(call, found.stack.chart, render=session.begin)
        if not origins:
            return dialect.dump(seen)
        from cmp.explain.seen_origins import seen_origins
        from cmp.report.values_yaml import commented
        from cmp.values.mask import shown

        told = seen_origins(found.stack, call, render=session.begin)
        return commented(told.values, told, lambda value, keys: shown(value, keys, found.stack.mounts))
