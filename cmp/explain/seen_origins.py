"""Where the values that templates see come from: Helm merges the numbers of layers in the same way as their values."""

from cmp.helm.call import HelmCall
from cmp.helm.charts_read import as_read
from cmp.helm.seen_values import Render, seen_values
from cmp.values.origins import Origins
from cmp.values.stack import Stack
from cmp.values.traced import Trace


def seen_origins(stack: Stack, call: HelmCall, *, render: Render) -> Origins:
    """Return the values that templates see, with their origins.

    Both come from one run of Helm, since of some globals another run has another value (`undecided.py`).

    Args:
        stack: the layers that they are made of.
        call: the call of Helm for these; that Helm takes them, schemas included, has been seen.
        render: calls Helm.

    Raises:
        SourceError: a layer is not YAML, or Helm fails.
    """
    stack = stack.replace(chart=as_read(stack.chart, call, render=render))
    trace = Trace(stack)
    asked = call.replace(layers=trace.layers(), assignments=(), set_files=())
    numbers = seen_values(asked, stack.chart, render=render, files=trace.files)
    return Origins(stack, trace.values(numbers), lambda keys: trace.mark(numbers, keys))
