"""Semantic versions, parsed and compared as Helm does."""

import functools
import re

from cmp.value import Value

REST = r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
_DIGITS = 20  # as many as Helm's numbers have
NUMBER = rf"[0-9]{{1,{_DIGITS}}}"
_VERSION = re.compile(rf"v?({NUMBER})(?:\.({NUMBER}))?(?:\.({NUMBER}))?" + REST)

_Parts = tuple[int, int, int]


@functools.total_ordering
class Version(Value):
    """A version: three numbers, and the identifiers of its prerelease."""

    parts: _Parts
    before: tuple[str, ...] = ()

    def __lt__(self, other: "Version") -> bool:
        return self._rank() < other._rank()

    def _rank(self) -> tuple[_Parts, bool, list[tuple[bool, int, str]]]:
        numbers = [int(word) if word.isdigit() and len(word) <= _DIGITS else None for word in self.before]
        words = [(number is None, number or 0, word) for number, word in zip(numbers, self.before, strict=True)]
        return self.parts, not self.before, words


def version(text: str) -> Version | None:
    """Return the version in a text, None if there is none."""
    match = _VERSION.fullmatch(text)
    if not match:
        return None
    major, minor, patch, before = match.groups()
    return Version(parts=(int(major), int(minor or 0), int(patch or 0)), before=words(before))


def words(before: str | None) -> tuple[str, ...]:
    """Return the identifiers of a prerelease."""
    return tuple(before.split(".")) if before else ()
