"""The error for a values file that does not exist: who names it, where it was looked for, and what lies there."""

import os
from collections.abc import Callable

from cmp.errors import SourceError
from cmp.sources.globs import is_glob
from cmp.sources.paths import PathResolver
from cmp.text import near

_SHOWN = 3


def missing(pattern: str, resolver: PathResolver, *, where: str) -> SourceError:
    """Return the error; `pattern` is the path with its placeholders filled, `where` the line or parameter naming it."""
    path = resolver.resolve(pattern)
    if is_glob(pattern):
        here = f"looked for at {resolver.shown(path)}, which no file matches"
    else:
        here = _looked_for(path, resolver.shown)
    return SourceError(
        f"the values file {pattern} does not exist",
        where=where,
        here=here,
        fix="correct its path, or allow it to be missing (`optional`, `ignoreMissingValueFiles`)",
    )


def missing_given(path: str) -> SourceError:
    """Return the error for a file that the command line names, by its absolute path."""
    return SourceError(
        f"the values file {os.path.relpath(path)} does not exist",
        where="-f",
        here=_looked_for(path, str),
        fix="correct its path: it begins where the command runs, and not at the application's folder",
    )


def _looked_for(path: str, shown: Callable[[str], str]) -> str:
    """Return where a file was looked for, and what lies there."""
    folder, name = os.path.split(path)
    looked = f"looked for at {shown(path)}"
    if not os.path.isdir(folder):
        return f"{looked}; there is no folder {shown(folder)}"
    there = sorted(entry for entry in os.listdir(folder) if entry[0] != ".")
    close = near(name, there, most=_SHOWN, alike=0.5, any_case=True)
    return f"{looked}; " + (f"nearest there: {', '.join(close)}" if close else "nothing there is called like it")
