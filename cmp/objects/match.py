"""Tests whether an object fits a `match` of the configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from cmp.model import Manifest

if TYPE_CHECKING:
    from cmp.config.spec_rules import Globs, Match

Matcher = Callable[[Manifest], bool]


def matcher(match: Match | list[Match] | None) -> Matcher:
    """Return the test for one match, or for a list of which any may fit; without a match it is always False."""
    matches = match if isinstance(match, list) else [match] if match else []
    return lambda manifest: any(_fits(one, manifest) for one in matches)


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


def _fits(match: Match, manifest: Manifest) -> bool:
    ref, head = manifest.ref, manifest.head
    return (
        _any(match.kind, ref.kind)
        and _any(match.name, ref.name)
        and _any(match.group, ref.group)
        and _any(match.namespace, ref.namespace)
        and (match.source is None or any(_any(match.source, path) for path in _origins(manifest.origin)))
        and all(key in head.labels and _any(globs, head.labels[key]) for key, globs in match.labels.items())
        and all(
            key in head.annotations and _any(globs, head.annotations[key]) for key, globs in match.annotations.items()
        )
    )


def _any(globs: Globs | None, text: str) -> bool:
    return globs is None or any(fnmatchcase(text, glob) for glob in _globs(globs))


def _globs(globs: Globs | None) -> list[str]:
    return [] if globs is None else [globs] if isinstance(globs, str) else globs


def _origins(origin: str) -> Iterable[str]:
    """Return the paths of a template, with the chart's name in front, as Helm prints it, and without."""
    return (origin, origin.partition("/")[2])
