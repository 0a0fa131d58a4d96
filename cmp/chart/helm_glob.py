"""Patterns of file names as Helm's `.Files.Glob` reads them; a single star stops at a slash (gobwas/glob).

A pattern is followed sign by sign with all places of the path that it may have come to, so that nothing is tried twice.
The places are the bits of a number: bit n stands for the first n characters of the path.
"""

import re
from functools import lru_cache, reduce
from operator import or_

_PART = re.compile(r"(\*\*)|(\*)|(\?)|(\[!?[^\]]*\])|(\{[^}]*\})|(\\?.)", re.DOTALL)


def fits(pattern: str, path: str) -> bool:
    """Tell whether a pattern fits a path; one that is none fits all paths, as for Helm."""
    try:
        return bool(_path(path).after(pattern, 1) >> len(path))
    except re.error:
        return True


class _Path:
    """A path, and where patterns lead in it."""

    def __init__(self, path: str) -> None:
        self._all = (1 << len(path) + 1) - 1
        self._of: dict[str, int] = {}  # the places before each character
        for place, character in enumerate(path):
            self._of[character] = self._of.get(character, 0) | 1 << place
        self._inner = self._all >> 1 & ~self._of.get("/", 0)

    def after(self, pattern: str, places: int) -> int:
        """Return the places behind a pattern that begins at some places."""
        for part in _PART.finditer(pattern):
            if not places:
                break
            places = self._step(part, places)
        return places

    def _step(self, part: re.Match[str], places: int) -> int:
        anything, star, one, signs, choices, sign = part.groups()
        if anything:
            return self._all & -(places & -places)
        if star:  # adding carries each place on to the next slash
            return places | ((self._inner + (places & self._inner)) ^ self._inner)
        if choices:
            return reduce(or_, (self.after(choice, places) for choice in choices[1:-1].split(",")))
        before = self._inner if one else self._among(signs) if signs else self._of.get(sign[-1], 0)
        return (places & before) << 1

    def _among(self, signs: str) -> int:
        """Return the places before a character of a class."""
        said = re.escape(signs[1:-1].removeprefix("!")).replace(chr(92) + "-", "-")
        wanted = re.compile(f"[{'^' if signs[1] == '!' else ''}{said}]")
        return reduce(or_, (places for character, places in self._of.items() if wanted.match(character)), 0)


_path = lru_cache(maxsize=1000)(_Path)
