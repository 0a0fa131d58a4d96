"""Values that know where they were written: trees of mappings, whose leaves are marks.

Mappings stay dicts, so that they merge as plain values do; whatever is no mapping is a mark.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from cmp import dialect
from cmp.model import Position
from cmp.value import Value
from cmp.values.layer import Layer

MAPPING = ...
"""The value of a mark that stands for a mapping with something in it."""


class Located(Value):
    """A value that is no mapping, and the layer that set it; `line` and `column` are 0 where there is none.

    A list has its elements' trees; it is `merged` where those come from several layers.
    """

    layer: Layer
    line: int
    value: Any
    elements: "tuple[Tree, ...]" = ()
    merged: bool = False
    column: int = 0

    @property
    def position(self) -> Position | None:
        """The place in its file, None where the layer is none."""
        return Position(file=self.layer.name, line=self.line, column=self.column) if self.layer.path else None

    @property
    def where(self) -> str:
        """The place as messages name it: `apps/web/prod-values.yaml:4`."""
        return f"{self.layer.name}:{self.line}" if self.line else self.layer.name


class LocatedMapping(dict[str, Any]):
    """A mapping of one layer, which knows its place too."""

    def __init__(self, layer: Layer, line: int, children: "dict[str, Tree]", column: int = 0) -> None:
        super().__init__(children)
        self.mark = Located(layer=layer, line=line, column=column, value=MAPPING if children else {})


Tree: TypeAlias = dict[str, Any] | Located  # in which each value is a tree again


def branch(layer: Layer, node: dialect.Node | None, first: int = 1) -> LocatedMapping:
    """Return the tree of a layer's document, an empty one where that is no mapping. Raises YamlError.

    `first` is the line on which the document begins.
    """
    single = not layer.path and bool(layer.text) and "\n" not in layer.text.strip()  # there a line says nothing
    before = None if single else first - 1
    tree = _tree(layer, node, (1, 1), before) if isinstance(node, dialect.MappingNode) else None
    return tree if isinstance(tree, LocatedMapping) else LocatedMapping(layer, 0, {})


def leaf(layer: Layer, value: Any) -> Tree:
    """Return the tree of a plain value that stands on no line."""
    if isinstance(value, dict):
        return LocatedMapping(layer, 0, {key: leaf(layer, below) for key, below in value.items()})
    elements = tuple(leaf(layer, one) for one in value) if isinstance(value, list) else ()
    return Located(layer=layer, line=0, value=value, elements=elements)


def plain(tree: Tree) -> Any:
    """Return a tree's values alone."""
    return {key: plain(below) for key, below in tree.items()} if isinstance(tree, dict) else tree.value


def rounded(tree: Tree) -> Tree:
    """Return a tree whose lists have whole numbers as Helm has those of a values file: with 53 bits, as floats."""
    if isinstance(tree, dict):
        return {key: rounded(below) for key, below in tree.items()}
    return tree.replace(value=_rounded(tree.value)) if isinstance(tree.value, list) else tree


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return list(map(_rounded, value))
    if isinstance(value, dict):
        return {key: _rounded(below) for key, below in value.items()}
    return float(value) if type(value) is int and float(value) != value else value


def leaves(tree: Tree, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Located]]:
    """Yield all that is no mapping in a tree, with its path; nulls too."""
    if isinstance(tree, Located):
        yield keys, tree
        return
    for key, below in tree.items():
        yield from leaves(below, (*keys, key))


def _tree(layer: Layer, node: dialect.Node, place: tuple[int, int], before: int | None) -> Tree:
    """Return the tree of a node; `before` are the lines before its document, None where lines say nothing."""
    line, column = (0, 0) if before is None else (before + place[0], place[1])
    if isinstance(node, dialect.MappingNode):
        found = dialect.entries(node).items()
        children = {key: _tree(layer, below, at, before) for key, (at, below) in found}
        return LocatedMapping(layer, line, children, column)
    inner = node.value if isinstance(node, dialect.SequenceNode) else ()
    elements = tuple(_tree(layer, one, _start(one), before) for one in inner)
    return Located(layer=layer, line=line, column=column, value=dialect.construct(node), elements=elements)


def _start(node: dialect.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
