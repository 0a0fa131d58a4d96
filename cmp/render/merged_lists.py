"""The lists that `lists` of swell.yaml merges, as a layer above all others; Helm is asked where only it knows."""

from collections.abc import Collection

from cmp.helm.call import HelmCall
from cmp.helm.charts_read import as_read
from cmp.helm.seen_values import Render, seen_values
from cmp.values.dotted import split
from cmp.values.layer import Layer
from cmp.values.lists import Judged, merged_lists
from cmp.values.render_values import RenderValues
from cmp.values.traced import Trace


def list_layer(values: RenderValues, call: HelmCall, *, render: Render) -> Layer:
    """Return the layer.

    Args:
        values: the values of the render, without that layer.
        call: the call of Helm for them.
        render: calls Helm.

    Raises:
        SourceError: a file can't be read, or Helm fails.
        ConfigError: there is nothing to merge.
    """
    chart = as_read(values.stack.chart, call, render=render)
    stack = values.stack.replace(chart=chart)

    def ask(paths: Collection[str]) -> Judged:
        trace = Trace(stack)
        layers = trace.layers(without=[split(path) for path in paths])
        asked = call.replace(layers=layers, assignments=(), set_files=())
        seen = seen_values(asked, chart, render=render, files=trace.files)
        return Judged(charts=trace.switched_on(seen), taken={path: trace.mark(seen, split(path)) for path in paths})

    return merged_lists(values.config.lists, stack, ask=ask, place=lambda path: values.config.place("lists", path))
