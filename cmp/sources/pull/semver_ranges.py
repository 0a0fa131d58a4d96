"""Ranges of versions, as Helm reads them with Masterminds/semver, and the version that Helm takes from a range.

https://github.com/Masterminds/semver#checking-version-constraints. npm's rules, which Python packages follow, are
different: no commas, no `!=`, and shortened versions mean something else.
"""

import re
from collections.abc import Callable, Iterable

from cmp.sources.pull.semver import NUMBER, REST, Version, is_prerelease, version, words
from cmp.text import near
from cmp.value import Value

_LOOSE = rf"v?({NUMBER}|[xX*])(?:\.({NUMBER}|[xX*]))?(?:\.({NUMBER}|[xX*]))?" + REST
_COMPARISON = re.compile(r"(=|!=|>|<|>=|=>|<=|=<|~|~>|\^|)\s*+" + _LOOSE)
_BETWEEN = re.compile(r"\s*+,\s*+|\s++")
_END = r"v?[0-9xX*|]{1,64}(?:\.[0-9xX*|]{1,64})?(?:\.[0-9xX*|]{1,64})?" + REST
_HYPHEN = re.compile(rf"(?:(?<!\s)\s++|(?<![^\s,]))({_END})\s++-\s++({_END})\s*+")
"""Two ends, to which Helm counts a `||` without spaces. Behind another sign they would make no range."""

_WHOLE = 3  # numbers of a version


class _Wanted(Value):
    """The version in a comparison; `given` is how many of its numbers were written, 0 for `*`."""

    version: Version
    given: int

    @property
    def compared(self) -> int:
        """How many numbers `!=` and `>` compare: to them `*` is 0.0.0."""
        return self.given or _WHOLE


def chosen(asked: str, versions: Iterable[str]) -> str | None:
    """Return the version that Helm takes: the exact one, else the newest in the range."""
    fits = constraint(asked or "*")
    known = {text: found for text in versions if (found := version(text))}
    if fits is None or asked in known:
        return asked if fits else None
    return max((text for text, found in known.items() if fits(found)), key=known.__getitem__, default=None)


def alternatives(asked: str, versions: Iterable[str]) -> str:
    """Return a fix that lists the existing versions."""
    there = sorted(
        filter(str.isprintable, set(versions)), key=lambda text: version(text) or Version(parts=(0, 0, 0)), reverse=True
    )
    close = near(asked, there, most=3, alike=0.5) or there[:3]
    return f"the nearest are {', '.join(close)}" if close else ""


def constraint(text: str) -> Callable[[Version], bool] | None:
    """Return a function that tells whether a version lies in a range, None if the text is no range."""
    choices = []
    for choice in _HYPHEN.sub(r">=\1, <=\3 ", text).split("||"):
        matches = _comparisons(choice.strip())
        befores = [words(match.groups()[-1]) for match in matches]
        if not matches or not all(map(is_prerelease, befores)):
            return None
        early = any(befores)  # a range that names a prerelease includes others
        choices.append((early, [_comparison(match) for match in matches]))
    return lambda found: any(
        (early or not found.before) and all(fits(found) for fits in choice) for early, choice in choices
    )


def _comparisons(choice: str) -> list[re.Match[str]]:
    """Return the comparisons of which all must hold, none if the text is something else."""
    found, end = list[re.Match[str]](), 0
    while match := _COMPARISON.match(choice, end):
        found.append(match)
        if match.end() == len(choice):
            return found
        if not (between := _BETWEEN.match(choice, match.end())):
            break
        end = between.end()
    return []


def _comparison(match: re.Match[str]) -> Callable[[Version], bool]:
    operator, *numbers, before = match.groups()
    known: list[int] = []
    for number in numbers:
        if not number or not number.isdigit():
            break
        known.append(int(number))
    major, minor, patch = (*known, 0, 0, 0)[:3]
    wanted = _Wanted(version=Version(parts=(major, minor, patch), before=words(before)), given=len(known))
    fits = _OPERATORS[operator]
    return lambda found: fits(found, wanted)


def _equal(found: Version, wanted: _Wanted) -> bool:
    return found == wanted.version if wanted.given == _WHOLE else _tilde(found, wanted)


def _differs(found: Version, wanted: _Wanted) -> bool:
    """Tell whether a version is another one; of two patches of one minor version, prereleases differ all the same."""
    same = found.parts[: wanted.compared] == wanted.version.parts[: wanted.compared]
    return not same or (wanted.compared > 1 and found.before != wanted.version.before)


def _above(found: Version, wanted: _Wanted) -> bool:
    if wanted.compared == _WHOLE:
        return found > wanted.version
    return found.parts[: wanted.given] > wanted.version.parts[: wanted.given]


def _up_to(found: Version, wanted: _Wanted) -> bool:
    if wanted.given == _WHOLE:
        return found <= wanted.version
    shared = wanted.given or 2
    return found.parts[:shared] <= wanted.version.parts[:shared]


def _tilde(found: Version, wanted: _Wanted) -> bool:
    if found < wanted.version:
        return False
    if wanted.given == 0 or (wanted.given == _WHOLE and wanted.version.parts == (0, 0, 0)):
        return True
    shared = min(wanted.given, 2)
    return found.parts[:shared] == wanted.version.parts[:shared]


def _caret(found: Version, wanted: _Wanted) -> bool:
    """Return the test for `^`: the first number that is not 0, or else the last written one, must stay."""
    shared = next((index for index, number in enumerate(wanted.version.parts) if number), 2) + 1
    shared = min(shared, wanted.compared)
    return found >= wanted.version and found.parts[:shared] == wanted.version.parts[:shared]


_OPERATORS: dict[str, Callable[[Version, _Wanted], bool]] = {
    "": _equal,
    "=": _equal,
    "!=": _differs,
    ">": _above,
    "<": lambda found, wanted: found < wanted.version,
    ">=": lambda found, wanted: found >= wanted.version,
    "=>": lambda found, wanted: found >= wanted.version,
    "<=": _up_to,
    "=<": _up_to,
    "~": _tilde,
    "~>": _tilde,
    "^": _caret,
}
