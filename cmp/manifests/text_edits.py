"""Changing a few texts of a mapping, such as annotations, by putting lines into the text that it was read from."""

import re
from collections.abc import Iterable, Mapping

from cmp import dialect

_BRACES = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*+[ ]*\{")
_PLAIN_KEY = re.compile(r"[A-Za-z][\w./-]*\Z", re.ASCII)
Edit = tuple[int, int, str]
"""Replace the text from here to there."""


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with all edits made."""
    first_to_last = sorted(edits, key=lambda edit: edit[:2])
    for start, end, new in reversed(first_to_last):
        text = text[:start] + new + text[end:]
    return text


def has_braces(text: str) -> bool:
    """Tell whether a document is a mapping in braces, in which no mapping lies that lines can be put into.

    Reading a large object, which a patch has written as JSON, only to find that out would take as long as the patch.
    """
    return bool(_BRACES.match(text))


def block(node: dialect.Node | None) -> dialect.MappingNode | None:
    """Return a node if it is a mapping that lines can be put into."""
    found = isinstance(node, dialect.MappingNode) and not node.flow_style and bool(node.value)
    return node if found else None  # type: ignore[return-value]


def value(node: dialect.Node | None, key: str) -> dialect.Node | None:
    """Return what a mapping has under a key; of several the last one counts."""
    return next((value for name, value in reversed(dialect.pairs(node)) if name.value == key), None)


def texts(
    text: str, parent: dialect.MappingNode, place: str, *, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterable[Edit]:
    """Yield what makes the texts under a key of `parent` those of `after`; they were those of `before`."""
    changes = {key: after.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}
    if not changes:
        return
    mapping = value(parent, place)
    if not isinstance(mapping, dialect.MappingNode) or not mapping.value or not after:
        yield from _whole(text, parent, place, after)
        return
    for key, new in changes.items():
        yield from _entry(text, mapping, key, new)


def _whole(text: str, parent: dialect.MappingNode, place: str, new: Mapping[str, str]) -> Iterable[Edit]:
    """Write a mapping as a whole: where there was none, or where nothing of it remains."""
    column = parent.value[0][0].start_mark.column
    for key, old in parent.value:
        if key.value == place:
            yield _line_start(key), _line_after(text, old), ""
    if new:
        lines = "".join(_line(key, one, column + 2) for key, one in new.items())
        yield _line_start(parent.value[0][0]), _line_start(parent.value[0][0]), f"{' ' * column}{place}:\n{lines}"


def _entry(text: str, mapping: dialect.MappingNode, key: str, new: str | None) -> Iterable[Edit]:
    """Write, replace or remove one entry of a mapping."""
    column = mapping.value[0][0].start_mark.column
    for name, old in mapping.value:
        if name.value == key:
            yield _line_start(name), _line_after(text, old), "" if new is None else _line(key, new, column)
            return
    if new is not None:
        first = _line_start(mapping.value[0][0])
        yield first, first, _line(key, new, column)


def _line(key: str, new: str, column: int) -> str:
    name = key if _PLAIN_KEY.match(key) and dialect.load(key) == key else dialect.to_json(key)
    return f"{' ' * column}{name}: {dialect.to_json(new)}\n"


def _line_start(node: dialect.Node) -> int:
    return int(node.start_mark.index - node.start_mark.column)


def _line_after(text: str, node: dialect.Node) -> int:
    """Return where the line after a node starts; the comments below it are not its own."""
    while isinstance(node, dialect.MappingNode) and node.value and not node.flow_style:
        node = node.value[-1][1]
    end = int(node.end_mark.index)
    return end if node.end_mark.column == 0 else text.find("\n", end) + 1 or len(text)
