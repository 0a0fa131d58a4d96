"""Tests whether an object fits a `match` of the configuration."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fnmatch import translate
from typing import TYPE_CHECKING

from cmp.errors import ConfigError
from cmp.model import Manifest

if TYPE_CHECKING:
    from cmp.config.spec_rules import Globs, Match

Matcher = Callable[[Manifest], bool]
MOST = 1_000_000
"""How many comparisons of an object with a match, or with a glob of it, one `MatchIndex` makes."""
_MAGIC = re.compile(r"[*?[]")
_Part = tuple[Callable[[Manifest], Iterable[str]], Callable[[str], bool]]


def matcher(match: Match | list[Match] | None) -> Matcher:
    """Return the test for one match, or for a list of which any may fit; without a match it is always False."""
    tests = [_test(one) for one in _listed(match)]
    return lambda manifest: any(test(manifest) for test in tests)


class MatchIndex:
    """Many matches, each one match or a list of them, to be compared with many objects.

    An object is compared only with those matches whose names, labels or kinds without a wildcard it has, and with
    those that have none of these.
    """

    def __init__(self, matches: Iterable[Match | list[Match] | None]) -> None:
        """Compile the matches once for all objects."""
        self._tests: dict[tuple[str, ...], list[tuple[int, int, Matcher]]] = defaultdict(list)
        self._made = 0
        for number, match in enumerate(matches):
            for one in _listed(match):
                test = number, _wildcards(one), _test(one)
                for handle in _handles(one):
                    self._tests[handle].append(test)

    def fitting(self, manifest: Manifest) -> list[int]:
        """Return the numbers of the matches that an object fits, lowest first.

        Raises:
            ConfigError: all objects so far were compared more than MOST times.
        """
        fits: set[int] = set()
        for handle in _handles_of(manifest):
            for number, wildcards, test in self._tests.get(handle, ()):
                self._made += 1 + wildcards
                if test(manifest):
                    fits.add(number)
            if self._made > MOST:
                raise ConfigError(
                    f"what `match` names has to be compared with objects more than {MOST} times",
                    fix="name kinds and names without wildcards in it, or match less often",
                )
        return sorted(fits)


def mentions(match: Match | list[Match] | None, annotation: str) -> bool:
    """Tell whether the objects that fit a match depend on an annotation."""
    return any(annotation in one.annotations for one in _listed(match))


def described(match: Match) -> str:
    """Return a match in words: `Job "*-migrate"`."""
    kind = "/".join(_globs(match.kind)) or "object"
    rest = [
        f"{key} {'/'.join(_globs(value))}"
        for key in ("group", "namespace", "source")
        if (value := getattr(match, key)) is not None
    ]
    rest += [
        f"{place} {key}={'/'.join(_globs(value))}"
        for place in ("labels", "annotations")
        for key, value in getattr(match, place).items()
    ]
    names = "/".join(f'"{glob}"' for glob in _globs(match.name))
    return " ".join(filter(None, [kind, names, *(f"({part})" for part in rest)]))


def _listed(match: Match | list[Match] | None) -> list[Match]:
    return match if isinstance(match, list) else [match] if match else []


def _test(match: Match) -> Matcher:
    parts = list(_parts(match))
    return lambda manifest: all(any(map(fits, texts(manifest))) for texts, fits in parts)


def _parts(match: Match) -> Iterator[_Part]:
    """Yield what of an object has to fit: how to get its texts, and the test of which one has to be true."""
    for field in ("kind", "name", "group", "namespace"):
        if (globs := getattr(match, field)) is not None:
            yield (lambda manifest, field=field: (getattr(manifest.ref, field),)), _any(globs)  # type: ignore[misc]
    if match.source is not None:
        yield (lambda manifest: _origins(manifest.origin)), _any(match.source)
    for place in ("labels", "annotations"):
        for key, globs in getattr(match, place).items():
            yield (lambda manifest, place=place, key=key: _value(manifest, place, key)), _any(globs)  # type: ignore[misc]


def _value(manifest: Manifest, place: str, key: str) -> tuple[str, ...]:
    texts = getattr(manifest.head, place)
    return (texts[key],) if key in texts else ()


def _any(globs: Globs) -> Callable[[str], bool]:
    words = {glob for glob in _globs(globs) if not _MAGIC.search(glob)}
    patterns = [re.compile(translate(glob)).match for glob in _globs(globs) if glob not in words]
    return lambda text: text in words or any(pattern(text) for pattern in patterns)


def _handles(match: Match) -> list[tuple[str, ...]]:
    """Return what an object that fits has at least one of: its name, else a label, else its kind; else nothing."""
    choices = [
        *_exact(("name",), match.name),
        *(handle for key, globs in match.labels.items() for handle in _exact(("label", key), globs)),
        *_exact(("kind",), match.kind),
    ]
    first = choices[0][:-1] if choices else ()
    return [handle for handle in choices if handle[:-1] == first] or [()]


def _exact(what: tuple[str, ...], globs: Globs | None) -> list[tuple[str, ...]]:
    """Return a handle for each glob, none if one of them has a wildcard."""
    words = list(dict.fromkeys(_globs(globs)))
    return [] if any(_MAGIC.search(word) for word in words) else [(*what, word) for word in words]


def _handles_of(manifest: Manifest) -> list[tuple[str, ...]]:
    labels = [("label", key, value) for key, value in manifest.head.labels.items()]
    return [(), ("name", manifest.ref.name), ("kind", manifest.ref.kind), *labels]


def _wildcards(match: Match) -> int:
    globs = [match.kind, match.name, match.group, match.namespace, match.source]
    globs += [*match.labels.values(), *match.annotations.values()]
    return sum(1 for each in globs for glob in _globs(each) if _MAGIC.search(glob))


def _globs(globs: Globs | None) -> list[str]:
    return [] if globs is None else [globs] if isinstance(globs, str) else globs


def _origins(origin: str) -> Iterable[str]:
    """Return the paths of a template, with the chart's name in front, as Helm prints it, and without."""
    return (origin, origin.partition("/")[2])
