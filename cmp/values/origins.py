"""Where each value comes from: what all layers say of it, lowest first, and which of them counts.

As in Helm, the layers of the user merge first, then lie over the chart's defaults, and the result over those of its
dependencies; so a null that another layer replaced removes nothing any more. Source: pkg/chart/common/util/coalesce.go.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from cmp.typed.merge import laid
from cmp.value import Value
from cmp.values.located import Located, LocatedMapping, Tree
from cmp.values.stack import Stack

_GLOBAL = "global"  # what lies below it, every dependency sees too
_SHARED = 3  # keys of a mapping in there which Helm lets a dependency add to: it copies only what lies above


class Word(Value):
    """What one layer says of a path, or of what lies above it: `keys` is where; a null there removes the path too."""

    keys: tuple[str, ...]
    mark: Located
    counts: bool


class Origins:
    """The merged values of a stack of layers, and the layer that set each."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    @cached_property
    def _own(self) -> Tree:
        """What the chart itself and the layers above it say."""
        merged: Tree = laid([self._stack.beneath[-1][1], laid(self._stack.above)])
        return merged

    @cached_property
    def tree(self) -> Tree:
        """The merged values, as marks; a null is a mark too. As in Helm, the charts' own values settle first."""
        charts = self._settled(self._stack.beneath[-1][1], beneath={})
        return self._settled(laid([charts, laid(self._stack.above)]), beneath=charts)

    def _settled(self, top: Tree, *, beneath: Tree) -> Tree:
        """Lay a chart's values over its dependencies' own, and its globals into them; `beneath` it lay before."""
        if not isinstance(top, dict):
            return top
        for (alias,), defaults in self._stack.beneath[:-1]:
            said = top.get(alias, {})
            if isinstance(said, dict):
                shared_before = _without_used_nulls(top, beneath).get(_GLOBAL)
                shared = _shared(said.get(_GLOBAL), shared_before)
                inner = {**said, _GLOBAL: shared} if shared is not None else said
                below = laid([defaults, inner])
                top = {**top, alias: below, **_grown(top.get(_GLOBAL), below.get(_GLOBAL))}
        return top

    def at(self, keys: Sequence[str]) -> Tree | None:
        """Return what counts at a path, or above it where that is no mapping; None if no layer sets it."""
        return _at(self.tree, keys)[1]

    def words(self, keys: Sequence[str]) -> tuple[Word, ...]:
        """Return what all layers say of a path, lowest first."""
        here = self.at(keys)
        found = list(self._said(keys))
        if tuple(keys[1:2]) == (_GLOBAL,) and keys[0] in self._stack.subcharts:
            found += (((keys[0], *way), mark) for way, mark in self._said(keys[1:]))
        if len(keys) > _SHARED and keys[0] == _GLOBAL and isinstance(_at(self._own, keys[:_SHARED])[1], dict):
            found = [said for alias in self._stack.subcharts for said in self._said((alias, *keys))] + found
        last = max((index for index, (_, mark) in enumerate(found) if mark is here), default=-1)
        if isinstance(here, dict):  # of an empty mapping, or one whose leaves others say, the highest word counts
            last = len(found) - 1
        return tuple(Word(keys=way, mark=mark, counts=index == last) for index, (way, mark) in enumerate(found))

    def leaves(self, keys: Sequence[str] = ()) -> "Iterator[tuple[tuple[str, ...], Located]]":
        """Yield all that is no mapping below a path, with its keys; empty mappings of a layer too, nulls not."""
        here = self.at(keys)
        if here is not None:
            yield from _leaves(tuple(keys), here)

    def _said(self, keys: Sequence[str]) -> "Iterator[tuple[tuple[str, ...], Located]]":
        layers: list[tuple[tuple[str, ...], Tree]] = [*self._stack.beneath, *(((), tree) for tree in self._stack.above)]
        for below, tree in layers:
            if tuple(keys[: len(below)]) != below:
                continue
            way, here = _at(tree, keys[len(below) :])
            if isinstance(here, LocatedMapping):
                yield tuple(keys), here.mark
            elif isinstance(here, Located):
                yield (*below, *way), here


def _shared(own: Tree | None, theirs: Tree | None) -> Tree | None:
    """Lay the chart's globals over a dependency's own; where one is a mapping and the other isn't, the latter stays."""
    if own is None or theirs is None:
        return own if theirs is None else theirs
    if not isinstance(own, dict) or not isinstance(theirs, dict):
        return own if isinstance(own, dict) != isinstance(theirs, dict) else theirs
    mixed = {key for key in own.keys() & theirs.keys() if isinstance(own[key], dict) != isinstance(theirs[key], dict)}
    shared: Tree = laid([own, {key: below for key, below in theirs.items() if key not in mixed}])
    return shared


def _without_used_nulls(tree: dict[str, Any], beneath: Tree) -> dict[str, Any]:
    """Return a mapping without the nulls that have removed something from it already: they remove nothing else."""
    known = beneath if isinstance(beneath, dict) else {}
    return {
        key: _without_used_nulls(below, known.get(key, {})) if isinstance(below, dict) else below
        for key, below in tree.items()
        if not (key in known and isinstance(below, Located) and below.value is None)
    }


def _grown(own: Tree | None, theirs: Tree | None) -> dict[str, Tree]:
    """Return the chart's globals, if it has any, with what a dependency adds to the mappings that are one for both."""
    if not isinstance(own, dict) or not isinstance(theirs, dict):
        return {}
    return {_GLOBAL: {key: _with_inner(below, theirs.get(key)) for key, below in own.items()}}


def _with_inner(own: Tree, theirs: Tree | None) -> Tree:
    if not isinstance(own, dict) or not isinstance(theirs, dict):
        return own
    return own | {key: theirs[key] for key, below in own.items() if isinstance(below, dict) and key in theirs}


def _at(tree: Tree, keys: Sequence[str]) -> "tuple[tuple[str, ...], Tree | None]":
    here: Tree | None = tree
    for index, key in enumerate(keys):
        if not isinstance(here, dict):
            return tuple(keys[:index]), here
        here = here.get(key)
        if here is None:
            return tuple(keys[: index + 1]), None
    return tuple(keys), here


def _leaves(keys: tuple[str, ...], tree: Tree) -> "Iterator[tuple[tuple[str, ...], Located]]":
    if isinstance(tree, Located):
        if tree.value is not None:
            yield keys, tree
        return
    if isinstance(tree, LocatedMapping) and not tree:
        yield keys, tree.mark
    for key, below in tree.items():
        yield from _leaves((*keys, key), below)
