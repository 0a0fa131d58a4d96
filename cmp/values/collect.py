"""The stack of all layers of a render, the defaults of the chart and its dependencies included."""

from cmp.chart.loaded import loaded
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver
from cmp.system.files import read
from cmp.values.layer import Layer
from cmp.values.stack import Stack

SET, SET_FILE, TYPED = "the parameter parameters", "the parameter fileParameters", "--set"


def stack_of(request: AppRequest, resolver: PathResolver, *, chart: str, layers: tuple[Layer, ...]) -> Stack:
    """Return all layers; the files of the chart in the folder `chart` are read now, what they say when that is asked.

    Raises:
        SourceError: a file can't be read.
    """
    given = [(SET, text) for text in request.set_texts]
    name, revision = resolver.named(chart)
    return Stack(
        chart=loaded(chart, shown=name),
        revision=revision,
        layers=layers,
        assignments=(*given, *((TYPED, text) for text in request.assignments)),
        files=tuple((SET_FILE, key, read(resolver.resolve(path), shown=SET_FILE)) for key, path in request.set_files),
    )
