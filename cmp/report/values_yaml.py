"""Merged values as YAML, with the origin of each leaf in a comment."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cmp import dialect
from cmp.report.value_text import comes_from, told
from cmp.report.wrap import PAGE
from cmp.value import Value
from cmp.values.located import Located
from cmp.values.origins import Origins

Mask = Callable[[Any, Sequence[str]], Any]
"""What of the value at a path may be shown."""


def commented(values: dict[str, Any], origins: Origins, mask: Mask) -> str:
    """Return values as YAML, each leaf with its origin, above it where there is no room behind; secrets are hidden."""
    text = dialect.dump({key: mask(value, (key,)) for key, value in values.items()})
    node = dialect.compose(text)
    lines = text.splitlines(keepends=False)
    beside: list[_Note] = []
    apart: list[_Note] = []
    for note in _notes((), node, origins) if node else ():
        fits = len(lines[note.last]) + len(_SIGN) + len(note.text) <= PAGE.get()
        (beside if fits else apart).append(note)
    widest = max((len(lines[note.last]) for note in beside), default=0)
    width = min(widest, PAGE.get() - len(_SIGN) - max((len(note.text) for note in beside), default=0))
    behind = {note.last: f"{_SIGN}{note.text}" for note in beside}
    above = {note.first: f"{_indent(lines[note.first])}# {note.text}\n" for note in apart}
    return "".join(
        f"{above.get(number, '')}{line.ljust(width) if number in behind else line}{behind.get(number, '')}\n"
        for number, line in enumerate(lines)
    )


_SIGN = "  # "


class _Note(Value):
    """The origin of a leaf, and the numbers of the first and last line of that, from 0."""

    first: int
    last: int
    text: str


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _notes(keys: tuple[str, ...], node: dialect.Node, origins: Origins) -> Iterator[_Note]:
    """Yield the origin of each leaf, and of each list, which is told at its first line."""
    for key, below in dialect.pairs(node):
        path = (*keys, str(key.value))
        mark = origins.mark(path)
        if isinstance(below, dialect.MappingNode) and below.value:
            yield from _notes(path, below, origins)
        elif isinstance(below, dialect.SequenceNode) and below.value:
            yield _Note(first=key.start_mark.line, last=key.start_mark.line, text=told(origins.words(path)))
            if mark and mark.merged:
                yield from _elements(below.value, mark)
        else:
            yield _Note(first=key.start_mark.line, last=below.end_mark.line, text=told(origins.words(path)))


def _elements(nodes: Sequence[dialect.Node], mark: Located) -> Iterator[_Note]:
    for node, element in zip(nodes, mark.elements, strict=False):
        inner = next(iter(element.values()), None) if isinstance(element, dict) else element
        first = dialect.pairs(node)[0][1] if dialect.pairs(node) else node
        plain = not isinstance(first, dialect.MappingNode | dialect.SequenceNode)
        if isinstance(inner, Located) and plain:
            yield _Note(first=node.start_mark.line, last=first.end_mark.line, text=comes_from(inner))
