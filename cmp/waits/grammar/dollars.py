"""Mends what tree-sitter-bash 0.25 makes of `$A/$B/c`: it ends the word behind the second dollar.

The same with any other sign between two variables without braces, where more of the word follows them. The rest of
the word would be an argument of its own, or behind `URL=http://$HOST:$PORT/x` even a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_NAME = rb"[A-Za-z_]\w*|[0-9@*#?!-]"
_VARIABLE = re.compile(rb"\$(" + _NAME + rb")")
_REST = re.compile(rb"\$(?:" + _NAME + rb")[^\s'\"`\\;&|()<>{}]*")
"""The rest of a word from a variable on, up to what may quote or end it."""


def braced(script: bytes, root: Node) -> bytes:
    """Return a script with braces around the variables that the grammar has torn apart, the same if there are none."""
    found, place = b"", 0
    for start in _torn(root):
        rest = _REST.match(script, start)
        if rest and start >= place:
            found += script[place:start] + _VARIABLE.sub(rb"${\1}", rest[0])
            place = rest.end()
    return found + script[place:] if found else script


def _torn(root: Node) -> Iterator[int]:
    """Yield where a dollar stands at the end of a word, in the order of the script."""
    todo = [root]
    while todo:
        node = todo.pop()
        last = node.children[-1] if node.children else None
        if last and node.type == "concatenation" and last.type == "$":
            yield last.start_byte
        todo += reversed(node.children)
