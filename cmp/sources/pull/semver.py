"""Semantic versions, parsed and compared as Helm does."""

import functools
import re

from cmp.value import Value

REST = r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
_DIGITS = 20  # as many as Helm's numbers have
_LARGEST = (1 << 64) - 1
NUMBER = rf"[0-9]{{1,{_DIGITS}}}"
_VERSION = re.compile(rf"v?({NUMBER})(?:\.({NUMBER}))?(?:\.({NUMBER}))?" + REST)

_WHOLE = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)" + REST)
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
    """Return the version in a text, None if there is none.

    A number in a prerelease has no leading 0; before it Helm takes one (CoerceNewVersion in version.go of Masterminds).
    """
    match = _VERSION.fullmatch(text)
    if not match:
        return None
    *numbers, before = match.groups()
    major, minor, patch = (int(number or 0) for number in numbers)
    early = words(before)
    if max(major, minor, patch) > _LARGEST or not is_prerelease(early):
        return None
    return Version(parts=(major, minor, patch), before=early)


def is_whole(text: str) -> bool:
    """Tell whether a text is a version with all of its three numbers, and no `v` (StrictNewVersion of Masterminds)."""
    return bool(_WHOLE.fullmatch(text)) and version(text) is not None


def is_prerelease(identifiers: tuple[str, ...]) -> bool:
    """Tell whether Helm takes identifiers for those of a prerelease: a number has no leading 0."""
    return not any(word.isdigit() and word[0] == "0" != word for word in identifiers)


def words(before: str | None) -> tuple[str, ...]:
    """Return the identifiers of a prerelease."""
    return tuple(before.split(".")) if before else ()
