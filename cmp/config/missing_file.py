"""The error for a values file that does not exist: who names it, where it was looked for, and what lies there."""

import os

from cmp.errors import SourceError
from cmp.sources.globs import is_glob
from cmp.sources.paths import PathResolver
from cmp.text import near

_SHOWN = 3


def missing(pattern: str, resolver: PathResolver, *, where: str) -> SourceError:
    """Return the error; `pattern` is the path with its placeholders filled, `where` the line or parameter naming it."""
    path = resolver.resolve(pattern)
    folder, name = os.path.split(path)
    there = sorted(entry for entry in os.listdir(folder) if entry[0] != ".") if os.path.isdir(folder) else []
    close = near(name, there, most=_SHOWN, alike=0.5, any_case=True)
    looked = f"looked for at {resolver.shown(path)}"
    if is_glob(pattern):
        here = f"{looked}, which no file matches"
    elif not os.path.isdir(folder):
        here = f"{looked}; there is no folder {resolver.shown(folder)}"
    else:
        here = f"{looked}; " + (f"nearest there: {', '.join(close)}" if close else "nothing there is called like it")
    return SourceError(
        f"the values file {pattern} does not exist",
        where=where,
        here=here,
        fix="correct its path, or allow it to be missing (`optional`, `ignoreMissingValueFiles`)",
    )
