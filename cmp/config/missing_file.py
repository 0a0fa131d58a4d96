"""The error for a values file that does not exist: who names it, where it was looked for, and what lies there."""

import os
from collections.abc import Callable

from cmp.errors import SourceError
from cmp.sources.globs import is_glob
from cmp.sources.paths import PathResolver
from cmp.text import near

_SHOWN = 3


def missing(pattern: str, resolver: PathResolver) -> SourceError:
    """Return the error; `pattern` is the path with its placeholders filled in."""
    path = resolver.resolve(pattern)
    if os.path.isdir(path):
        return folder(pattern, path)
    if "://" in pattern:
        return SourceError(
            f"{pattern} is an address, and values files are paths",
            fix="declare what lies there in `sources` of swell.yaml, and name a file in it: $NAME/PATH",
        )
    if is_glob(pattern):
        here = f"looked for at {resolver.shown(path)}, which no file matches"
    else:
        here = _looked_for(path, resolver.shown)
    return SourceError(
        f"the values file {pattern} does not exist",
        here=here,
        fix="correct its path, or allow it to be missing (`optional`, `ignoreMissingValueFiles`)",
    )


def missing_text(path: str, resolver: PathResolver) -> SourceError:
    """Return the error for a file whose text is to be a value; `path` is its real path."""
    return SourceError(
        f"the file {resolver.shown(path)} does not exist",
        here=_looked_for(path, resolver.shown),
        fix="correct its path: it begins at the application's folder, or with / at the repository",
    )


def missing_given(path: str) -> SourceError:
    """Return the error for a file that the command line names, by its absolute path."""
    return SourceError(
        f"the values file {os.path.relpath(path)} does not exist",
        where="-f",
        here=_looked_for(path, str),
        fix="correct its path: it begins where the command runs, and not at the application's folder",
    )


def folder(named: str, path: str, *, where: str = "") -> SourceError:
    """Return the error for a folder in the place of a values file, with the files in it."""
    files = [entry for entry in sorted(os.listdir(path)) if entry.endswith((".yaml", ".yml"))]
    return SourceError(
        f"the values file {named or '.'} is a folder",
        where=where,
        here=f"in it are {', '.join(files[:_SHOWN])}" if files else "no values file is in it",
        fix=f"name the files in it, as {os.path.join(named, files[0] if files else 'values.yaml')}",
    )


def _looked_for(path: str, shown: Callable[[str], str]) -> str:
    """Return where a file was looked for, and what lies there, or where the first folder is that is missing."""
    folder, name = os.path.split(path)
    looked = f"looked for at {shown(path)}"
    while not os.path.isdir(folder):
        looked = f"looked for at {shown(path)}; there is no folder {shown(folder)}"
        folder, name = os.path.split(folder)
    there = sorted(entry for entry in os.listdir(folder) if entry[0] != ".")
    stem = os.path.splitext(name)[0]
    alike = near(stem, [os.path.splitext(one)[0] for one in there], most=_SHOWN, alike=0.5, any_case=True)
    close = [one for stem in dict.fromkeys(alike) for one in there if os.path.splitext(one)[0] == stem]
    return f"{looked}; " + (f"nearest there: {', '.join(close)}" if close else "nothing there is called like it")
