"""Globs of files: `*`, `?`, `[...]` within a name, and `**` for any number of folders.

Python's own glob skips unreadable folders and broken links. A skipped file is not rendered, and
Argo CD deletes what is not rendered, so here each is an error.
"""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase

from cmp.errors import SourceError
from cmp.system.files import has_entry, is_file, is_folder

_MAGIC = frozenset("*?[")
_MOST = 10_000  # files: a pattern that matches more is a mistake


def is_glob(path: str) -> bool:
    """Tell whether a path has a wildcard."""
    return not _MAGIC.isdisjoint(path)


def matching(folder: str, pattern: str, *, shown: str) -> list[str]:
    """Return the files below a folder that match a pattern, sorted; `**` does not follow links to folders.

    Errors call the pattern `shown`.

    Raises:
        SourceError: a folder can't be read, something that matches is no file, or there are too many.
    """
    found: set[str] = set()
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    for path in _walk(folder, [*parts, "*"] if parts[-1] == "**" else parts, set()):
        if not is_file(path):
            raise SourceError(
                f"{os.path.basename(path)} matches {shown} and is no file: a broken link, or a device",
                fix="mend the link, or let the pattern match files alone",
            )
        found.add(path)
        if len(found) > _MOST:
            raise SourceError(f"more than {_MOST} files match {shown}", fix="narrow the pattern")
    return sorted(found)


def _walk(folder: str, parts: list[str], seen: set[tuple[str, int]]) -> Iterator[str]:
    """Yield the entries below a folder that match; `seen` stops several `**` from visiting one folder twice."""
    if (folder, len(parts)) in seen:
        return
    seen.add((folder, len(parts)))
    part, rest = parts[0], parts[1:]
    if part == "**":
        yield from _walk(folder, rest, seen)
        yield from (
            path
            for entry in _entries(folder)
            if entry.is_dir(follow_symlinks=False)
            for path in _walk(entry.path, parts, seen)
        )
    elif is_glob(part):
        for entry in _entries(folder):
            if fnmatchcase(entry.name, part) and (part[0] == "." or entry.name[0] != "."):
                yield from _below(entry.path, rest, seen)
    elif has_entry(path := os.path.join(folder, part)):
        yield from _below(path, rest, seen)


def _below(path: str, rest: list[str], seen: set[tuple[str, int]]) -> Iterator[str]:
    if not rest:
        if not is_folder(path):
            yield path
    elif is_folder(path):
        yield from _walk(path, rest, seen)


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as problem:
        raise SourceError(
            f"can't read the folder {os.path.basename(folder)}: {problem.strerror}",
            fix="let the user of this process read it",
        ) from None
