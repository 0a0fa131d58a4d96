"""The parameters that Argo CD's user interface offers for an application.

The shape is ParameterAnnouncement in reposerver/repository/repository.proto of Argo CD. Announced defaults are shown
and never sent, and all of them are strings.
"""

import os
from typing import Any

from cmp import dialect
from cmp.chart.chart import SCHEMA
from cmp.chart.mounts import Mount
from cmp.chart.read import read_chart
from cmp.config.resolved import Resolved
from cmp.errors import SwellError
from cmp.render.inputs import survey
from cmp.render.run import LazySession, helm_runtime
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.system.files import is_file, read_linked
from cmp.values.layer import Layer
from cmp.values.load import load
from cmp.values.mask import ChartMask


def announcements(request: AppRequest, *, settings: Settings) -> list[dict[str, Any]]:
    """Return the parameters of an application, with its environments and its chart's plain values."""
    with LazySession(helm_runtime(settings)) as session:
        return _announced(request, survey(request, session=session))


def _announced(request: AppRequest, resolved: Resolved) -> list[dict[str, Any]]:
    environments = resolved.files.environments()
    return [
        {
            "name": "environment",
            "title": "Environment",
            "tooltip": f"Whose values are used: {', '.join(environments) or 'there are no files for any'}",
            "required": resolved.config.needs_environment,
            "string": request.text("environment"),
        },
        {
            "name": "valueFiles",
            "title": "Values files",
            "tooltip": "Above those of swell.yaml, lowest first; a leading / is the repository's root",
            "collectionType": "array",
            "array": list(request.value_files),
        },
        {
            "name": "values",
            "title": "Values",
            "tooltip": "YAML, above all values files",
            "string": request.text("values"),
        },
        {
            "name": "parameters",
            "title": "Single values",
            "tooltip": "As with helm --set, above everything else; the defaults shown are the chart's",
            "collectionType": "map",
            "map": _scalars(resolved) | dict(request.set_values),
        },
    ]


def _scalars(resolved: Resolved) -> dict[str, str]:
    """Return the chart's top-level scalar values as text; none if the chart can't be found on this machine.

    Secrets are left out: the defaults are shown to all who may see the application.
    """
    try:
        chart = resolved.files.chart_folder()
        path = os.path.join(chart, "values.yaml")
        name = resolved.resolver.shown(path)
        values = load(Layer(name=name, text=read_linked(path, shown=name))) if chart and is_file(path) else {}
    except SwellError:
        return {}
    mask = ChartMask((Mount(chart=read_chart(chart, only=(SCHEMA,), ignoring=False)),))
    return {
        key: value if isinstance(value, str) else dialect.to_json(value)
        for key, value in values.items()
        if isinstance(value, str | int | float | bool) and mask.shown(value, (key,)) == value
    }
