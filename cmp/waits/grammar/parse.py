"""Reading a shell script with tree-sitter's grammar of bash, which takes what sh takes too."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cmp.waits.grammar import commands, control
from cmp.waits.grammar.dollars import braced
from cmp.waits.grammar.nodes import block
from cmp.waits.grammar.syntax import Statement, Unknown

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

DEEPEST = 100
"""Levels of nodes that are followed."""
_PASSES = 4
"""How often a script is read again after its variables got braces."""
READERS = (commands, control)
"""The modules that read statements; importing them fills the table."""


@lru_cache(maxsize=256)
def parse(script: str) -> Statement:
    """Return a script as a statement; what the grammar does not take, or too deep a nesting, is unknown as a whole."""
    source = script.encode()
    for _ in range(_PASSES):
        root = _parser().parse(source).root_node
        if _faulty(root):
            return Unknown()
        mended = braced(source, root)
        if mended == source:
            return block(root)
        source = mended
    return Unknown()


@cache
def _parser() -> Parser:
    from tree_sitter import Language, Parser
    from tree_sitter_bash import language

    return Parser(Language(language()))


def _faulty(root: Node) -> bool:
    """Tell whether a tree has errors, but for `<>`, which the grammar does not know, or is too deep."""
    level = [root]
    for _ in range(DEEPEST):
        below = [(child, node.type) for node in level for child in node.children]
        if not below:
            return False
        for node, above in below:
            opened = above == "file_redirect" and node.text == b">"
            if node.is_missing or (node.type == "ERROR" and not opened):
                return True
        level = [node for node, _ in below]
    return True
