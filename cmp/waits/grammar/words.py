"""Words of a script: what stands between the expansions of one is literal, as the source has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cmp.waits.grammar.nodes import block, literal
from cmp.waits.grammar.syntax import Output, Piece, Redirect, Redirected, Simple, Sum, Text, Variable, Word
from cmp.waits.nouns.text import HOLE, number

if TYPE_CHECKING:
    from tree_sitter import Node

_UNKNOWN: Word = (Text(HOLE),)
_EXPANSIONS = frozenset({"simple_expansion", "expansion", "command_substitution", "arithmetic_expansion"})
_LITERAL = frozenset({
    "command_name", "word", "number", "test_operator", "variable_name", "extglob_pattern", "regex", "file_descriptor",
    "special_variable_name",
})  # fmt: skip
_ESCAPED = re.compile(r"\\(\n|.)", re.DOTALL)
_ESCAPED_IN_STRING = re.compile(r'\\(\n|[$`"\\])')
_NAMES = ("variable_name", "special_variable_name", "subscript")
_MOST = 4096
"""Elements of the longest `{1..n}` that is followed."""


def word(node: Node, *, quoted: bool = False) -> Word:
    """Return a node as a word; `quoted` where nothing is split, as in an assignment."""
    kind = node.type
    if kind in _EXPANSIONS:
        return (_expansion(node, quoted=quoted),)
    if kind == "string":
        return (Text(""), *_pieces(node, 1, _ESCAPED_IN_STRING, quoted=True))
    if kind in ("concatenation", "command_name") and node.named_children:
        return tuple(piece for child in node.children for piece in word(child, quoted=quoted))
    if kind in _LITERAL or not node.is_named:
        return (Text(_unescaped(literal(node), _ESCAPED)),)
    return _WHOLE[kind](literal(node)) if kind in _WHOLE else _mixed(node, quoted=quoted)


def here_document(node: Node) -> Word:
    """Return the text of a here-document, which expands unless its end is quoted."""
    start = next((literal(child) for child in node.children if child.type == "heredoc_start"), "")
    body = next((child for child in node.children if child.type == "heredoc_body"), None)
    if body is None:
        return ()
    raw = any(letter in start for letter in "'\"\\")
    pieces: Word = (Text(literal(body)),) if raw else _pieces(body, 0, _ESCAPED_IN_STRING, quoted=True)
    if node.children[0].type != "<<-":
        return pieces
    lines = ("\n".join(line.lstrip("\t") for line in text.split("\n")) for text in map(_said, pieces))
    return tuple(Text(line) if isinstance(piece, Text) else piece for piece, line in zip(pieces, lines, strict=True))


def _said(piece: Piece) -> str:
    return piece.text if isinstance(piece, Text) else ""


def _pieces(node: Node, margin: int, escaped: re.Pattern[str], *, quoted: bool) -> Word:
    """Return the expansions of a node, and the source between them as texts, without so many bytes at both ends."""
    source = node.text or b""
    found: list[Piece] = []
    place = margin
    for child in node.named_children:
        if child.type in _EXPANSIONS:
            start, end = _span(child, node)
            found += [
                Text(_unescaped(source[place:start].decode(errors="replace"), escaped)),
                _expansion(child, quoted=quoted),
            ]
            place = end
    tail = source[place : len(source) - margin].decode(errors="replace")
    return (*found, Text(_unescaped(tail, escaped)))


def _span(child: Node, node: Node) -> tuple[int, int]:
    """Return where an expansion lies within a node; the grammar counts blanks before it as its own."""
    return child.children[0].start_byte - node.start_byte, child.end_byte - node.start_byte


def _mixed(node: Node, *, quoted: bool) -> Word:
    """Return an arithmetic expression as a word, unknown where it holds something that is not followed."""
    inner = [node]
    while inner:
        each = inner.pop()
        if each.type in _EXPANSIONS:
            continue
        if each.type in ("process_substitution", "array", "ERROR"):
            return _UNKNOWN
        inner += each.named_children
    return _flat(node, quoted=quoted)


def _flat(node: Node, *, quoted: bool) -> Word:
    """Return the source of a node, with the expansions anywhere in it as such."""
    source, place = node.text or b"", 0
    found: list[Piece] = []
    inner = [node]
    while inner:
        each = inner.pop()
        if each.type in _EXPANSIONS:
            start, end = _span(each, node)
            found += [Text(source[place:start].decode(errors="replace")), _expansion(each, quoted=quoted)]
            place = end
        else:
            inner += reversed(each.children)
    return (*found, Text(source[place:].decode(errors="replace")))


def _expansion(node: Node, *, quoted: bool) -> Piece:
    if node.type == "command_substitution":
        redirect = node.child_by_field_name("redirect")
        return _read_file(redirect, quoted=quoted) if redirect else Output(block(node), quoted)
    if node.type == "arithmetic_expansion":
        return Sum(tuple(piece for child in node.named_children for piece in _flat(child, quoted=True)))
    if node.type == "simple_expansion":
        return Variable(literal(node.children[-1]), quoted=quoted)
    return _parameter(node, quoted=quoted)


def _read_file(redirect: Node, *, quoted: bool) -> Piece:
    """Return `$(< file)`, which is `$(cat < file)`."""
    target = redirect.child_by_field_name("destination")
    if target is None or redirect.children[0].type != "<":
        return Text(HOLE)
    file = Redirect("<", "", word(target, quoted=True))
    return Output(Redirected(Simple(((Text("cat"),),)), (file,)), quoted)


def _parameter(node: Node, *, quoted: bool) -> Piece:
    """Return `${name}` with its operator and words."""
    inside = node.children[1:-1]
    if not inside or inside[0].type not in _NAMES:
        return Text(HOLE)  # ${#name}, ${!name}
    name, each = literal(inside[0]), False
    if inside[0].type == "subscript":
        name, _, index = name.rstrip("]").partition("[")
        if index not in ("@", "*"):
            return Text(HOLE)
        each = True
    operators = [child for child in inside[1:] if not child.is_named]
    words = tuple(word(child, quoted=quoted) for child in inside[1:] if child.is_named)
    operator = literal(operators[0]) if operators else ""
    return Variable(name, operator, words, quoted, each)


def _range(source: str) -> Word:
    """Return `{1..3}` as one word that is split; anything longer is unknown."""
    first, _, last = source.strip("{}").partition("..")
    start, end = number(first), number(last)
    if start is None or end is None or abs(end - start) >= _MOST:
        return _UNKNOWN
    step = 1 if start <= end else -1
    return (Variable("", ":-", ((Text(" ".join(map(str, range(start, end + step, step)))),),)),)


def _unescaped(text: str, escaped: re.Pattern[str]) -> str:
    return escaped.sub(lambda found: "" if found[1] == "\n" else found[1], text) if "\\" in text else text


def _ansi(source: str) -> Word:
    simple = source[2:-1].replace("\\n", "\n").replace("\\t", "\t").replace("\\'", "'")
    return _UNKNOWN if "\\" in simple else (Text(simple),)


_WHOLE = {"raw_string": lambda source: (Text(source[1:-1]),), "ansi_c_string": _ansi, "brace_expression": _range}
