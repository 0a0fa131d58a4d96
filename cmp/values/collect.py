"""The stack of all layers of a render, the defaults of the chart and its dependencies included."""

from cmp.chart.chart import Chart
from cmp.config.resolved import Resolved
from cmp.system.files import read
from cmp.values.layer import Layer
from cmp.values.stack import Stack

SET, SET_FILE, TYPED = "the parameter parameters", "the parameter fileParameters", "--set"


def stack_of(resolved: Resolved, *, chart: Chart, layers: tuple[Layer, ...]) -> Stack:
    """Return all layers; the files of the chart in the folder `chart` are read now, what they say when that is asked.

    Raises:
        SourceError: a file can't be read.
    """
    given = [(SET, text) for text in resolved.set_texts]
    return Stack(
        chart=chart,
        layers=layers,
        assignments=(*given, *((TYPED, text) for text in resolved.assignments)),
        files=tuple((SET_FILE, key, read(path, shown=SET_FILE)) for key, path in resolved.files.set_files()),
    )
