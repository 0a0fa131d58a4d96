"""The values of a render, and the chart that they are for, as checks and explanations ask for them."""

import os
from functools import cached_property

from cmp.config.resolved import Resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.chart.chart import Chart
    from cmp.chart.value_mentions import Mentions
    from cmp.values.layer import Layer
    from cmp.values.stack import Stack


class RenderValues(Resolved):
    """The layers that Helm was called with, and the folder of the chart that it rendered."""

    folder: str
    layers: "tuple[Layer, ...]"

    @cached_property
    def chart(self) -> "Chart":
        """The chart, read at the first question: all others can be asked when its folder is gone."""
        from cmp.chart.read import read_chart

        shown, revision = self.resolver.named(self.folder)
        return read_chart(self.folder, shown=shown, revision=revision)

    @cached_property
    def stack(self) -> "Stack":
        """All layers, lowest first."""
        from cmp.values.collect import stack_of

        return stack_of(self, chart=self.chart.whole(), layers=self.layers)

    @cached_property
    def mentions(self) -> "Mentions":
        """The paths that the templates of the chart and its dependencies mention, or values that are templates."""
        from cmp.chart.value_mentions import Mentions

        layers = (*self.layers, *self.stack.defaults.values())
        return Mentions([*self.chart.texts.values(), *(one.text for one in layers)])

    def named(self, path: str) -> str:
        """Return what a file below the chart is called in messages, without the revision of a source."""
        return self.resolver.named(os.path.normpath(os.path.join(self.folder, path)))[0]
