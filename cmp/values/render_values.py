"""The values of a render, for checks and explanations: nothing is read before it is asked for."""

from functools import cached_property

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.chart.value_mentions import Mentions
    from cmp.config.model import Config
    from cmp.request.model import AppRequest
    from cmp.sources.paths import PathResolver
    from cmp.values.layer import Layer
    from cmp.values.stack import Stack


class RenderValues(Value):
    """The layers that Helm was called with, and what they were made of; `chart` is the chart's folder."""

    request: "AppRequest"
    config: "Config"
    resolver: "PathResolver"
    chart: str
    layers: "tuple[Layer, ...]"

    @cached_property
    def stack(self) -> "Stack":
        """All layers, lowest first."""
        from cmp.values.collect import stack_of

        return stack_of(self.request, self.resolver, chart=self.chart, layers=self.layers)

    @cached_property
    def mentions(self) -> "Mentions":
        """The paths that the templates of the chart and its dependencies mention, or values that are templates."""
        from cmp.chart.value_mentions import Mentions

        layers = (*self.layers, *self.stack.defaults.values())
        return Mentions([*self.texts.values(), *(one.text for one in layers)])

    @cached_property
    def texts(self) -> dict[str, str]:
        """All texts that templates may be made of, by path below the chart."""
        from cmp.chart.value_mentions import texts

        return texts(self.chart)
