"""Layers that may set some values and no others: an environment's file has no say in which image runs."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from cmp.errors import ConfigError
from cmp.values.dotted import join, split
from cmp.values.layer import Layer
from cmp.values.load import load_marked
from cmp.values.located import leaves

MOST = 1_000_000
"""How many comparisons of a key with a glob one layer may take."""
_MAGIC = frozenset("*?[")


def refuse_others(layer: Layer, allow: Sequence[str]) -> None:
    """Refuse what a layer sets beside the paths that it may set: nulls too, since they remove.

    Raises:
        ConfigError: it does, with the first such place; or that takes more than MOST comparisons.
    """
    allowed = _Allowed(allow)
    others = [(keys, mark) for keys, mark in leaves(load_marked(layer)) if not allowed.has(keys)]
    if others:
        keys, mark = others[0]
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        raise ConfigError(
            f"{join(keys)} may not be set by this file{more}",
            where=layer.at(mark.line),
            here=f"it may set {', '.join(allow)}" if allow else "it may set nothing at all",
            fix="set it in another layer, or add its path to `allow` of the file in swell.yaml",
        )


class _Node:
    """What may come next in a path: keys, and globs of keys; `ends` where all below may be set."""

    def __init__(self) -> None:
        self.ends = False
        self.keys: dict[str, _Node] = {}
        self.globs: dict[str, _Node] = {}


class _Allowed:
    """The paths that a layer may set, as a tree: a path of values is compared with those that begin like it."""

    def __init__(self, allow: Sequence[str]) -> None:
        self._root, self._compared = _Node(), 0
        for path in allow:
            node = self._root
            for part in split(path):
                node = (node.globs if _MAGIC.intersection(part) else node.keys).setdefault(part, _Node())
            node.ends = True

    def has(self, keys: Sequence[str]) -> bool:
        """Tell whether a path is one of these, or lies below one. Raises ConfigError after MOST comparisons in all."""
        nodes = [self._root]
        for key in keys:
            if any(node.ends for node in nodes):
                return True
            nodes = [below for node in nodes for below in self._below(node, key)]
        return any(node.ends for node in nodes)

    def _below(self, node: _Node, key: str) -> Iterator[_Node]:
        if key in node.keys:
            yield node.keys[key]
        self._compared += len(node.globs)
        if self._compared > MOST:
            raise ConfigError(
                f"`allow` of a values file has to be compared with its keys more than {MOST} times",
                fix="write the paths of `allow` without wildcards, or have fewer of them",
            )
        yield from (below for glob, below in node.globs.items() if fnmatchcase(key, glob))
