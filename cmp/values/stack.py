"""All layers of values of a render, lowest first, each as a tree that knows its lines."""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from cmp.chart.chart import VALUES, Chart
from cmp.chart.mounts import Mount, mounts
from cmp.typed.merge import laid
from cmp.value import Value
from cmp.values.layer import Layer
from cmp.values.load import load_documents, load_marked
from cmp.values.located import MAPPING, Located, LocatedMapping, Tree, rounded
from cmp.values.set_syntax import Assignment, assignments, from_file

GLOBAL = "global"
"""What lies below this key, every chart below sees too."""
_Said = tuple[tuple[str, ...], Located]
Placed = tuple[tuple[str, ...], Tree]


class Stack(Value):
    """What a render's values are made of.

    Args:
        chart: the chart, with those below it.
        layers: the values files and texts above its defaults; the last may be the lists that Swell merged.
        assignments: what `--set` takes, each behind its name in messages.
        files: what `--set-file` takes, as name, path of the value, and the text of the file.
    """

    chart: Chart
    layers: tuple[Layer, ...] = ()
    assignments: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()

    @cached_property
    def mounts(self) -> tuple[Mount, ...]:
        """The places of the values of all charts, lowest first."""
        return mounts(self.chart)

    @cached_property
    def defaults(self) -> dict[str, Layer]:
        """The values.yaml of each chart that has one, by the chart's path."""
        return {
            one.path: Layer(name=name, path=name, text=one.text(VALUES), revision=one.revision)
            for one in self.chart.everything()
            if VALUES in one.files
            for name in (one.named(VALUES),)
        }

    @cached_property
    def documents(self) -> dict[str, tuple[LocatedMapping, ...]]:
        """What each document of those files says."""
        return {path: load_documents(layer) for path, layer in self.defaults.items()}

    @cached_property
    def beneath(self) -> tuple[tuple[Mount, LocatedMapping], ...]:
        """What lies below the user's layers, lowest first, each with its place."""
        return tuple(
            (mount, here)
            for mount in self.mounts
            for tree in self.documents.get(mount.chart.path, ())
            if isinstance(here := _at(tree, mount.inside)[1], LocatedMapping)
        )

    @cached_property
    def own(self) -> tuple[Tree, ...]:
        """What each values file and text above the chart's defaults says, as it is written."""
        return tuple(tree for layer, tree in zip(self.layers, self.above, strict=True) if layer.tree is None)

    @cached_property
    def above(self) -> tuple[Tree, ...]:
        """What each layer above the chart's defaults says, without what is assigned."""
        return tuple(load_marked(layer) for layer in self.layers)

    @cached_property
    def assigned(self) -> tuple[Tree, ...]:
        """What `--set` and `--set-file` say, a tree an assignment."""
        return tuple(self._assigned(rounded(laid(self.above))))

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """All layers, lowest first, each with the path at which its values lie."""
        trees = [*((mount.at, tree) for mount, tree in self.beneath), *self._own]
        return (*trees, *(((), tree) for tree in self.assigned))

    def said(self, keys: Sequence[str]) -> list[_Said]:
        """Return what all layers say of a path, or of what lies above it, lowest first, each with where it says so.

        A chart below sees the globals of those above it: what they say of them is part of that.
        """
        return self._written(tuple(keys), self.placed)

    def listed(self, keys: Sequence[str], charts: Collection[tuple[str, ...]] | None) -> list[_Said]:
        """Return the same without what is assigned, and of the charts only those that are on; None for all."""
        on = [(mount.at, tree) for mount, tree in self.beneath if charts is None or mount.home in charts]
        return self._written(tuple(keys), [*on, *self._own])

    def outranking(self, keys: Sequence[str]) -> Located | None:
        """Return what a chart above says of a global of a chart below, and Helm takes in its place; None if none does.

        What is assigned does not count.
        """
        found = self._globals_above(tuple(keys), [*((mount.at, tree) for mount, tree in self.beneath), *self._own])
        return next((mark for way, mark in found if len(way) == len(keys) and mark.value is not MAPPING), None)

    def is_reached_into(self, keys: Sequence[str]) -> bool:
        """Tell whether something is assigned below a path, as by `--set list[1]=x`: that keeps what else lies there."""
        return any(len(one.steps) > len(keys) and one.steps[: len(keys)] == tuple(keys) for _, one in self._given)

    @cached_property
    def _own(self) -> list[Placed]:
        return [((), tree) for tree in self.above]

    @cached_property
    def _charts(self) -> frozenset[tuple[str, ...]]:
        return frozenset(mount.home for mount in self.mounts)

    def _written(self, path: tuple[str, ...], trees: Sequence[Placed]) -> list[_Said]:
        return [*_written(path, trees), *self._globals_above(path, trees)]

    def _globals_above(self, path: tuple[str, ...], trees: Sequence[Placed]) -> Iterator[_Said]:
        """Yield what the charts above a chart say of a global of it, the nearest first."""
        depth = max((at for at in range(1, len(path)) if path[at] == GLOBAL and path[:at] in self._charts), default=0)
        for top in range(depth - 1, -1, -1):
            if path[:top] in self._charts:
                for way, mark in _written(path[:top] + path[depth:], trees):
                    yield path[:depth] + way[top:], mark

    @cached_property
    def _given(self) -> tuple[tuple[str, Assignment], ...]:
        set_texts = [(name, one) for name, text in self.assignments for one in assignments(text)]
        return (*set_texts, *((name, one) for name, key, text in self.files for one in from_file(key, text)))

    def _assigned(self, beneath: Tree) -> Iterator[Tree]:
        for name, one in self._given:
            if tree := one.tree(Layer(name=name), beneath):
                beneath = laid([beneath, tree])
                yield tree


def _written(keys: tuple[str, ...], trees: Sequence[Placed]) -> Iterator[_Said]:
    for at, tree in trees:
        if keys[: len(at)] == at:
            way, here = _at(tree, keys[len(at) :])
            if isinstance(here, LocatedMapping):
                yield keys, here.mark
            elif isinstance(here, Located):
                yield (*at, *way), here


def _at(tree: Tree, keys: Sequence[str]) -> tuple[tuple[str, ...], Tree | None]:
    """Return how far a path leads in a tree, and what is there."""
    here: Tree | None = tree
    for index, key in enumerate(keys):
        if not isinstance(here, dict):
            return tuple(keys[:index]), here
        here = here.get(key)
        if here is None:
            return tuple(keys[: index + 1]), None
    return tuple(keys), here
