"""Merged values as YAML, with the origin of each leaf in a comment."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cmp import dialect
from cmp.report.value_text import comes_from, told
from cmp.values.located import Located
from cmp.values.origins import Origins

Mask = Callable[[Any, Sequence[str]], Any]
"""What of the value at a path may be shown."""


def commented(values: dict[str, Any], origins: Origins, mask: Mask) -> str:
    """Return values as YAML, each leaf with its origin; secrets are hidden."""
    text = dialect.dump({key: mask(value, (key,)) for key, value in values.items()})
    node = dialect.compose(text)
    notes = dict(_notes((), node, origins)) if node else {}
    lines = text.splitlines(keepends=False)
    width = max((len(lines[line]) for line in notes), default=0)
    width = min(width, _FARTHEST)
    return "".join(
        f"{line.ljust(width)}  # {notes[number]}\n" if number in notes else f"{line}\n"
        for number, line in enumerate(lines)
    )


_FARTHEST = 60  # column of the comments, except after longer lines


def _notes(keys: tuple[str, ...], node: dialect.Node, origins: Origins) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that gets a comment, from 0: a leaf's last line, a list's first."""
    for key, below in dialect.pairs(node):
        path = (*keys, str(key.value))
        mark = origins.mark(path)
        if isinstance(below, dialect.MappingNode) and below.value:
            yield from _notes(path, below, origins)
        elif isinstance(below, dialect.SequenceNode) and below.value:
            yield key.start_mark.line, told(origins.words(path))
            if mark and mark.merged:
                yield from _elements(below.value, mark)
        else:
            yield below.end_mark.line, told(origins.words(path))


def _elements(nodes: Sequence[dialect.Node], mark: Located) -> Iterator[tuple[int, str]]:
    for node, element in zip(nodes, mark.elements, strict=False):
        inner = next(iter(element.values()), None) if isinstance(element, dict) else element
        first = dialect.pairs(node)[0][1] if dialect.pairs(node) else node
        plain = not isinstance(first, dialect.MappingNode | dialect.SequenceNode)
        if isinstance(inner, Located) and plain:
            yield first.end_mark.line, comes_from(inner)
