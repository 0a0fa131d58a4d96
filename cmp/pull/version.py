"""A version: three numbers and the words of a prerelease, as Helm reads and compares them."""

import functools
import re

from cmp.value import Value

REST = r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
_VERSION = re.compile(r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?" + REST)

_Parts = tuple[int, int, int]


@functools.total_ordering
class Version(Value):
    """Three numbers, and the words of a prerelease."""

    parts: _Parts
    before: tuple[str, ...] = ()

    def __lt__(self, other: "Version") -> bool:
        return self._rank() < other._rank()

    def _rank(self) -> tuple[_Parts, bool, list[tuple[bool, int, str]]]:
        words = [(not word.isdigit(), int(word) if word.isdigit() else 0, word) for word in self.before]
        return self.parts, not self.before, words


def version(text: str) -> Version | None:
    """Return a version, None if it isn't one."""
    match = _VERSION.fullmatch(text)
    if not match:
        return None
    major, minor, patch, before = match.groups()
    return Version(parts=(int(major), int(minor or 0), int(patch or 0)), before=words(before))


def words(before: str | None) -> tuple[str, ...]:
    """Return the words of a prerelease."""
    return tuple(before.split(".")) if before else ()
