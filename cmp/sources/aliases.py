"""Resolving paths such as `$area/charts/values.yaml` into a source and a file in it."""

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase

from cmp.errors import SourceError
from cmp.sources.declaration import Declared, Opened, SourceSession
from cmp.text import nearest


def opened(path: str, sources: Sequence[Declared], session: SourceSession) -> tuple[Opened, str]:
    """Return the source that a path begins with, opened, and the rest of the path.

    Raises:
        SourceError: no source has this name, it can't be pulled, or the path was not vendored.
    """
    alias, _, rest = path[1:].partition("/")
    one = declared(alias, sources, path=path)
    found = session.open(one)
    _refuse_uncovered(path, os.path.normpath(rest) if rest else ".", found)
    return found, rest


def declared(alias: str, sources: Sequence[Declared], *, path: str) -> Declared:
    """Return the nearest declaration of a source.

    Raises:
        SourceError: the source is not declared.
    """
    for one in reversed(sources):
        if one.source.alias == alias:
            return one
    known = sorted({one.source.alias for one in sources})
    close = nearest(alias, known, alike=0.5)
    listed = ", ".join(f"${name}" for name in known)
    raise SourceError(
        f"{path}: there is no source ${alias}",
        here=f"declared are {listed}" if known else "no `sources` are declared",
        fix=f"did you mean ${close}?" if close else "declare it: `sources` in swell.yaml",
    )


def named(path: str, source: Opened) -> str:
    """Return a file of a source as users write it: `$area/charts/values.yaml`; a file of a copy as in the original."""
    below = os.path.relpath(path, source.folder)
    if not source.alias:
        return below
    return f"${source.alias}{'' if below == '.' else '/' + below}"


def covers(pattern: str, path: str) -> bool:
    """Tell whether the files copied for a pattern include all that a path or another pattern may match."""
    if pattern in (".", path):
        return True
    parts, others = pattern.split("/"), path.split("/")
    return len(parts) <= len(others) and all(map(fnmatchcase, others, parts)) and "**" not in (*parts, *others)


def _refuse_uncovered(path: str, rest: str, source: Opened) -> None:
    """Refuse a path that was not copied: else a missing optional file would be skipped without an error."""
    if source.paths is None or any(covers(pattern, rest) for pattern in source.paths):
        return
    raise SourceError(
        f"{path} is not among the copied files of ${source.alias}",
        here=f"copied are {', '.join(source.paths)}",
        fix="name it in a swell.yaml, run `swell lock --vendor`, and commit .swell",
    )
