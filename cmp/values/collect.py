"""The stack of all layers of a render, the defaults of the chart and its dependencies included."""

import os

from cmp.config.model import Config
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver
from cmp.system.files import read, read_linked
from cmp.values.layer import Layer
from cmp.values.stack import Stack
from cmp.values.subcharts import subchart_layers

SET, SET_FILE, TYPED = "the parameter parameters", "the parameter fileParameters", "--set"


def stack_of(
    request: AppRequest, config: Config, resolver: PathResolver, *, chart: str, layers: tuple[Layer, ...]
) -> Stack:
    """Return all layers; those of the chart in the folder `chart` are read now, the others when they are asked for.

    Raises:
        SourceError: a file can't be read.
    """
    given = [(SET, f"{key}={_escaped(value)}") for key, value in request.set_values]
    name, revision = resolver.named(chart)
    return defaults_of(chart, shown=name, revision=revision).replace(
        layers=layers,
        strategies=config.lists,
        assignments=(*given, *((TYPED, text) for text in request.assignments)),
        files=tuple((SET_FILE, key, read(resolver.resolve(path), shown=SET_FILE)) for key, path in request.set_files),
    )


def defaults_of(chart: str, *, shown: str, revision: str = "") -> Stack:
    """Return what lies lowest: what a chart and its dependencies say themselves; `shown` is the chart's name."""
    path = os.path.join(chart, "values.yaml")
    name = os.path.normpath(os.path.join(shown, "values.yaml"))
    own = Layer(name=name, path=path, revision=revision)
    return Stack(
        layers=(),
        defaults=own.replace(text=read_linked(path, shown=own.at())) if os.path.isfile(path) else None,
        subcharts=subchart_layers(chart, shown="" if shown == "." else shown, revision=revision),
    )


def _escaped(value: str) -> str:
    """Return what `--set` takes to give a key this value, as `cmp.helm.call.assignment` writes it."""
    return value if value.startswith("{") and value.endswith("}") else value.replace("\\,", ",").replace(",", "\\,")
