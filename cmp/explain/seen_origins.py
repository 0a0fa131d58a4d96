"""Where the values that templates see come from: Helm merges the numbers of layers in the same way as their values."""

from typing import Any

from cmp.helm.call import HelmCall
from cmp.helm.seen_values import Render, seen_values
from cmp.values.origins import Origins
from cmp.values.stack import Stack
from cmp.values.traced import Trace


def seen_origins(stack: Stack, call: HelmCall, values: dict[str, Any], *, render: Render) -> Origins:
    """Return the origins of values.

    Args:
        stack: the layers that they were made of.
        call: the call of Helm for these.
        values: what templates see.
        render: calls Helm.

    Raises:
        SourceError: a layer is not YAML, or Helm fails.
    """
    trace = Trace(stack)
    asked = call.replace(layers=trace.layers(), assignments=(), set_files=())
    numbers = seen_values(asked, stack.chart, render=render, files=trace.files).values
    return Origins(stack, values, lambda keys: trace.mark(numbers, keys))
