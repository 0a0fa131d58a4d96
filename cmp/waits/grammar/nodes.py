"""The table of what reads which node of the grammar; the modules of the reader fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from cmp.waits.grammar.syntax import Background, Sequence, Statement, Unknown

if TYPE_CHECKING:
    from tree_sitter import Node

_Read = TypeVar("_Read", bound="Callable[[Node], Statement]")
_READERS: dict[str, Callable[[Node], Statement]] = {}


def reads(*types: str) -> Callable[[_Read], _Read]:
    """Return a decorator that makes a function the reader of some types of nodes."""

    def named(reader: _Read) -> _Read:
        _READERS.update(dict.fromkeys(types, reader))
        return reader

    return named


def statement(node: Node) -> Statement:
    """Return a node as a statement, unknown where nothing reads its type."""
    reader = _READERS.get(node.type)
    return reader(node) if reader else Unknown()


def sequence(nodes: Iterable[Node]) -> Statement:
    """Return some nodes as one statement."""
    found: list[Statement] = []
    for node in nodes:
        if node.type == "&" and found:
            found[-1] = Background(found[-1])
        elif node.is_named and node.type != "comment":
            found.append(statement(node))
    return found[0] if len(found) == 1 else Sequence(tuple(found))


@reads("program", "do_group", "else_clause")
def block(node: Node) -> Statement:
    """Return what is in a node as one statement."""
    return sequence(node.children)


def literal(node: Node) -> str:
    """Return a node as it is written."""
    return (node.text or b"").decode(errors="replace")
