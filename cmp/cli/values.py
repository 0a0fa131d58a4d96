"""`swell values`: prints the merged values as the chart's templates see them; Helm itself merges them."""

from cmp import dialect
from cmp.helm.seen_values import seen_values
from cmp.render.inputs import chart_values, gather, helm_call
from cmp.render.run import LazySession, helm_runtime
from cmp.request.model import AppRequest
from cmp.settings import Settings


def merged_values(request: AppRequest, *, settings: Settings, origins: bool = False) -> str:
    """Return the merged values as YAML, with those of the charts below as these see them.

    With `origins`, a comment behind each says where it comes from, and secrets are hidden.

    Raises:
        SourceError: there is no chart; and the errors of `gather` and Helm.
    """
    with LazySession(helm_runtime(settings)) as session:
        inputs = gather(request, render=session.begin, session=session)
        found = chart_values(inputs)
        call = helm_call(inputs)
        values = seen_values(call, found.stack.chart, render=session.begin).values
        if not origins:
            return dialect.dump(values)
        from cmp.explain.seen_origins import seen_origins
        from cmp.report.values_yaml import commented
        from cmp.values.mask import shown

        told = seen_origins(found.stack, call, render=session.begin)
        return commented(told.values, told, lambda value, keys: shown(value, keys, found.stack.mounts))
