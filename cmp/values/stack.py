"""All layers of values of a render, lowest first, each as a tree that knows its lines."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial

from cmp.chart.chart import VALUES, Chart
from cmp.chart.mounts import Mount, mounts
from cmp.typed.merge import laid
from cmp.value import Value
from cmp.values.layer import Layer
from cmp.values.load import load_documents, load_marked
from cmp.values.located import MAPPING, Located, LocatedMapping, Tree, rounded
from cmp.values.said import Path, Placed, Said, SaidIndex
from cmp.values.set_syntax import Assignment, assignments, from_file

GLOBAL = "global"
"""What lies below this key, every chart below sees too."""
_Ask = Callable[[Path], Iterable[Said]]


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
            if isinstance(here := _at(tree, mount.inside), LocatedMapping)
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
        return (*self._files, *(((), tree) for tree in self.assigned))

    def said(self, keys: Sequence[str]) -> list[Said]:
        """Return what all layers say of a path, or of what lies above it, lowest first, each with where it says so.

        A chart below sees the globals of those above it: what they say of them is part of that.
        """
        return self._with_globals(tuple(keys), self._in_all)

    def exactly(self, keys: Path) -> tuple[Located, ...]:
        """Return what all layers say of a path itself, lowest first; each path is looked up once."""
        if keys not in self._exact:
            self._exact[keys] = tuple(mark for way, mark in self.said(keys) if way == keys)
        return self._exact[keys]

    @cached_property
    def _exact(self) -> dict[Path, tuple[Located, ...]]:
        return {}

    def listed(self, keys: Sequence[str], charts: Collection[tuple[str, ...]] | None) -> list[Said]:
        """Return the same without what is assigned, and of the charts only those that are on; None for all."""
        off = {n for n, (mount, _) in enumerate(self.beneath) if charts is not None and mount.home not in charts}
        return self._with_globals(tuple(keys), partial(self._written.said, without=off))

    def outranking(self, keys: Sequence[str]) -> Located | None:
        """Return what a chart above says of a global of a chart below, and Helm takes in its place; None if none does.

        What is assigned does not count.
        """
        found = self._globals_above(tuple(keys), self._written.said)
        return next((mark for way, mark in found if len(way) == len(keys) and mark.value is not MAPPING), None)

    def is_reached_into(self, keys: Sequence[str]) -> bool:
        """Tell whether something is assigned below a path, as by `--set list[1]=x`: that keeps what else lies there."""
        return any(len(one.steps) > len(keys) and one.steps[: len(keys)] == tuple(keys) for _, one in self._given)

    @cached_property
    def _files(self) -> tuple[Placed, ...]:
        return (*((mount.at, tree) for mount, tree in self.beneath), *(((), tree) for tree in self.above))

    @cached_property
    def _charts(self) -> frozenset[tuple[str, ...]]:
        return frozenset(mount.home for mount in self.mounts)

    @cached_property
    def _written(self) -> SaidIndex:
        """What the charts' values.yaml and the layers above say; the charts come first, as in `beneath`."""
        return SaidIndex(self._files)

    @cached_property
    def _set(self) -> SaidIndex:
        return SaidIndex([((), tree) for tree in self.assigned])

    def _in_all(self, path: Path) -> Iterator[Said]:
        yield from self._written.said(path)
        yield from self._set.said(path)

    def _with_globals(self, path: Path, ask: _Ask) -> list[Said]:
        return [*ask(path), *self._globals_above(path, ask)]

    def _globals_above(self, path: Path, ask: _Ask) -> Iterator[Said]:
        """Yield what the charts above a chart say of a global of it, the nearest first."""
        depth = max((at for at in range(1, len(path)) if path[at] == GLOBAL and path[:at] in self._charts), default=0)
        for top in range(depth - 1, -1, -1):
            if path[:top] in self._charts:
                for way, mark in ask(path[:top] + path[depth:]):
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


def _at(tree: Tree, keys: Sequence[str]) -> Tree | None:
    """Return what a path leads to in a tree, None if to nothing."""
    here: Tree | None = tree
    for key in keys:
        if not isinstance(here, dict):
            return here
        here = here.get(key)
    return here
