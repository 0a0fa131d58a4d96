"""Keys in values files that are lost, or that Helm reads as others."""

from collections.abc import Callable, Iterator

from cmp import dialect
from cmp.dialect.keys import OddKey
from cmp.value import Value
from cmp.values.documents import documents
from cmp.values.layer import Layer
from cmp.values.stack import Stack

_Find = Callable[[dialect.Node | None], Iterator[OddKey]]


class Placed(Value):
    """A key, with the layer that it stands in; `line` counts from the start of that, `chart` says whose it is."""

    key: OddKey
    layer: Layer
    line: int
    chart: bool


def odd_keys(stack: Stack, find: _Find) -> Iterator[Placed]:
    """Yield what is found in all layers as they are written; Helm tells of one that is no YAML.

    Args:
        stack: the layers.
        find: finds such keys in a document.
    """
    written = [(layer, False) for layer in stack.layers if layer.tree is None]
    for layer, chart in (*written, *((layer, True) for layer in stack.defaults.values())):
        for first, text in documents(layer.text):
            try:
                found = list(find(dialect.compose(text)))
            except dialect.YamlError:
                continue
            yield from (Placed(key=key, layer=layer, line=first - 1 + key.line, chart=chart) for key in found)
