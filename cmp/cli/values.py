"""`swell values`: prints the merged values as the chart's templates see them; Helm itself merges them."""

import os
import shutil
import tempfile

from cmp import dialect
from cmp.errors import SourceError
from cmp.helm.run import begin
from cmp.helm.runtime import HelmRuntime
from cmp.render.pipeline import Inputs, gather, helm_call
from cmp.render.run import LazySession, helm_runtime
from cmp.request.model import AppRequest
from cmp.settings import Settings

_CHART = "apiVersion: v2\nname: values\nversion: 0.0.0\n"
_TEMPLATE = "{{ toJson .Values }}\n"


def merged_values(request: AppRequest, *, settings: Settings, origins: bool = False) -> str:
    """Return the merged values as YAML; Helm prints them from a chart of one template with the same defaults.

    With `origins`, a comment behind each says where it comes from.

    The defaults of subcharts are not among them, only what is set for subcharts.

    Raises:
        SourceError: there is no chart; and the errors of `gather` and Helm.
    """
    runtime = helm_runtime(settings)
    with LazySession(runtime) as session:
        return _merged(gather(request, session=session), runtime, origins=origins)


def _merged(inputs: Inputs, runtime: HelmRuntime, *, origins: bool) -> str:
    if not inputs.chart:
        raise SourceError(
            "there is no chart, and so there are no values", where=inputs.resolver.shown(inputs.resolver.folder)
        )
    with tempfile.TemporaryDirectory(prefix="swell-") as probe:
        os.mkdir(os.path.join(probe, "templates"))
        for name, text in (("Chart.yaml", _CHART), ("templates/values.yaml", _TEMPLATE)):
            with open(os.path.join(probe, name), "w", encoding="utf-8") as file:
                file.write(text)
        defaults = os.path.join(inputs.chart, "values.yaml")
        if os.path.isfile(defaults):
            shutil.copyfile(defaults, os.path.join(probe, "values.yaml"))
        call = helm_call(inputs).replace(chart=probe, skip_crds=True)
        with begin(call, runtime=runtime) as output:
            values = dialect.load("".join(output)) or {}
    if not origins:
        return dialect.dump(values)
    from cmp.report.values_yaml import commented
    from cmp.values.collect import stack_of
    from cmp.values.mask import shown
    from cmp.values.origins import Origins

    stack = stack_of(inputs.request, inputs.config, inputs.resolver, chart=inputs.chart, layers=inputs.layers)
    return commented(values, Origins(stack.replace(subcharts={})), lambda value, keys: shown(value, keys, inputs.chart))
