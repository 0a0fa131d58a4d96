"""Ranges of versions, as Helm reads them with Masterminds/semver, and the version that Helm takes from a range.

https://github.com/Masterminds/semver#checking-version-constraints. npm's rules, which Python packages follow, are
different: no commas, no `!=`, and shortened versions mean something else.
"""

import re
from collections.abc import Callable, Iterable

from cmp.sources.pull.semver import NUMBER, REST, Version, version, words
from cmp.text import near
from cmp.value import Value

_LOOSE = rf"v?({NUMBER}|[xX*])(?:\.({NUMBER}|[xX*]))?(?:\.({NUMBER}|[xX*]))?" + REST
_COMPARISON = re.compile(r"(=|!=|>|<|>=|=>|<=|=<|~|~>|\^|)\s*" + _LOOSE)
_HYPHEN = re.compile(rf"\s*({_LOOSE})\s+-\s+({_LOOSE})\s*")
_SPLIT = re.compile(r"\s*,\s*|(?<=[0-9A-Za-z*])\s+(?=[=!<>~^vxX*0-9])")


class _Wanted(Value):
    """The version in a comparison; `given` is how many of its numbers were written."""

    version: Version
    given: int


def chosen(asked: str, versions: Iterable[str]) -> str | None:
    """Return the version that Helm takes: the exact one, else the newest in the range."""
    there = list(versions)
    if asked in there:
        return asked
    fits = constraint(asked or "*")
    known = [(found, text) for text in there if (found := version(text))]
    return (
        max((one for one in known if fits(one[0])), key=lambda one: one[0], default=(None, None))[1] if fits else None
    )


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
    for choice in text.split("||"):
        if hyphen := _HYPHEN.fullmatch(choice):
            choice = f">={hyphen.group(1)}, <={hyphen.group(6)}"  # noqa: PLW2901
        matches = [_COMPARISON.fullmatch(one) for one in _SPLIT.split(_tightened(choice))]
        if not all(matches):
            return None
        early = any(match.groups()[-1] for match in matches if match)  # a range that names a prerelease includes others
        choices.append((early, [_comparison(match) for match in matches if match]))
    return lambda found: any(
        (early or not found.before) and all(fits(found) for fits in choice) for early, choice in choices
    )


def _tightened(choice: str) -> str:
    return re.sub(r"([=!<>~^])\s+(?=[vxX*0-9])", r"\1", choice.strip())


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
    return found == wanted.version if wanted.given == 3 else _tilde(found, wanted)  # noqa: PLR2004


def _differs(found: Version, wanted: _Wanted) -> bool:
    return found != wanted.version if wanted.given == 3 else found.parts[: wanted.given] != _written(wanted)  # noqa: PLR2004


def _above(found: Version, wanted: _Wanted) -> bool:
    if wanted.given == 3:  # noqa: PLR2004
        return found > wanted.version
    return found.parts[: wanted.given] > _written(wanted)


def _up_to(found: Version, wanted: _Wanted) -> bool:
    return found <= wanted.version if wanted.given == 3 else found.parts[: wanted.given] <= _written(wanted)  # noqa: PLR2004


def _tilde(found: Version, wanted: _Wanted) -> bool:
    if wanted.given == 0 or (wanted.given == 3 and wanted.version.parts == (0, 0, 0)):  # noqa: PLR2004
        return True
    shared = min(wanted.given, 2)
    return found >= wanted.version and found.parts[:shared] == wanted.version.parts[:shared]


def _caret(found: Version, wanted: _Wanted) -> bool:
    """Return the test for `^`: the first number that is not 0, or else the last written one, must stay."""
    shared = next((index for index, number in enumerate(wanted.version.parts) if number), 2) + 1
    shared = min(shared, max(wanted.given, 1))
    return found >= wanted.version and found.parts[:shared] == wanted.version.parts[:shared]


def _written(wanted: _Wanted) -> tuple[int, ...]:
    return wanted.version.parts[: wanted.given]


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
