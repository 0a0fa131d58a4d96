"""Mentions of `.Values` in the texts of a chart, and the lines that mention a path."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from cmp.text import shared

_MENTION = re.compile(r"\.Values\b((?:\.\w+)*)((?:\s+(?:\"[^\"\n]*\"|`[^`\n]*`))*)")
# `index .Values "a" "b"` means a path; in `dict "image" .Values.image "root" .` the next text is another argument.
_LOOKED_UP = re.compile(r"\b(?:index|get|hasKey)\s+(?:\$\w*)?\Z")
_DEEPEST = 200  # keys of a path; no values lie deeper
_NEAR = 100  # characters before a mention, in which the function stands that looks something up
_QUOTED = re.compile(r"[\"`]([^\"`]*)[\"`]")


def mentions(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each path below `.Values` that a text mentions, with its line; an empty one where it takes all values."""
    line, at = 1, 0
    for found in _MENTION.finditer(text):
        dotted = tuple(found[1].split(".", _DEEPEST + 1)[1 : _DEEPEST + 1])
        line, at = line + text.count("\n", at, found.start(1)), found.start(1)
        looked_up = found[2] and _LOOKED_UP.search(text, max(0, found.start() - _NEAR), found.start())
        yield (*dotted, *(_QUOTED.findall(found[2]) if looked_up else ())), line


def line_of(text: str, keys: Sequence[str]) -> int:
    """Return the first line that mentions a path or something below it, else the nearest above it; 0 if none does."""
    wanted = tuple(keys)
    found = list(mentions(text))
    below = [line for path, line in found if path[: len(wanted)] == wanted]
    above = sorted((-len(path), line) for path, line in found if path == wanted[: len(path)])
    return below[0] if below else above[0][1] if above else 0


class Mentions:
    """All paths below `.Values` that some texts mention."""

    def __init__(self, everything: Iterable[str]) -> None:
        self.paths = frozenset(path for text in everything for path, _ in mentions(text))
        self._sorted = sorted(self.paths)

    def unread(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return the shortest head of a path that no text mentions; nothing where one may read the path.

        A path may be read where it, something below it, or something above it as a whole is mentioned.
        """
        wanted = tuple(keys)
        place = bisect_left(self._sorted, wanted)
        length = max((shared(wanted, path) for path in self._sorted[max(place - 1, 0) : place + 1]), default=0)
        if length == len(wanted) or any(wanted[:depth] in self.paths for depth in range(length + 1)):
            return ()
        return wanted[: length + 1]
