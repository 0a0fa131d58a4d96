"""All layers of values of a render, lowest first, each as a tree that knows its lines."""

from collections.abc import Iterator
from functools import cached_property

from cmp.typed.merge import laid
from cmp.value import Value
from cmp.values.dotted import split
from cmp.values.layer import Layer
from cmp.values.list_origins import listed
from cmp.values.load import load_marked
from cmp.values.located import LocatedMapping, Tree
from cmp.values.set_syntax import assigned, from_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.config.spec import ListStrategy


class Stack(Value):
    """What a render's values are made of.

    Args:
        defaults: the chart's own values.yaml, None where it has none.
        subcharts: the defaults of each dependency, by the key that its values lie below.
        layers: the values files and texts above them; the last may be the lists that `strategies` merged.
        strategies: how lists merge, by path.
        assignments: what `--set` takes, each behind its name in messages.
        files: what `--set-file` takes, as name, path of the value, and the text of the file.
    """

    layers: tuple[Layer, ...]
    defaults: Layer | None = None
    subcharts: dict[str, Layer] = {}  # noqa: RUF012  (never changed)
    strategies: "dict[str, ListStrategy]" = {}  # noqa: RUF012
    assignments: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()

    @cached_property
    def beneath(self) -> tuple[tuple[tuple[str, ...], LocatedMapping], ...]:
        """The defaults, lowest first, each with the keys that it lies below: those of the chart itself come last."""
        below = [((alias,), load_marked(layer)) for alias, layer in self.subcharts.items()]
        return (*below, ((), load_marked(self.defaults) if self.defaults else _NOTHING))

    @cached_property
    def above(self) -> tuple[Tree, ...]:
        """What lies above the chart's defaults, lowest first."""
        found: list[Tree] = [*self.own]
        if self.strategies:
            paths = {path: (split(path), strategy) for path, strategy in self.strategies.items()}
            below: list[Tree] = [_under(keys, tree) for keys, tree in self.beneath]
            found.append(listed(paths, [*below, *found], self.layers[-1]))
        return (*found, *self._assigned(laid(found)))

    @cached_property
    def own(self) -> tuple[LocatedMapping, ...]:
        """What each values file and text above the chart's defaults says, as it is written."""
        layers = self.layers[:-1] if self.strategies else self.layers
        return tuple(load_marked(layer) for layer in layers)

    def _assigned(self, beneath: Tree) -> Iterator[Tree]:
        for name, text in self.assignments:
            for tree in assigned(Layer(name=name), text, beneath):
                beneath = laid([beneath, tree])
                yield tree
        for name, key, text in self.files:
            tree = from_file(Layer(name=name), key, text, beneath)
            beneath = laid([beneath, tree])
            yield tree


_NOTHING = LocatedMapping(Layer(name=""), 0, {})


def _under(keys: tuple[str, ...], tree: Tree) -> Tree:
    for key in reversed(keys):
        tree = {key: tree}
    return tree
