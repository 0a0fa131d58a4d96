"""Globs of files: `*`, `?`, `[...]` within a name, and `**` for any number of folders.

Python's own glob skips unreadable folders and broken links. A skipped file is not rendered, and
Argo CD deletes what is not rendered, so here each is an error.
"""

import os
import re
from collections.abc import Callable, Iterator
from fnmatch import translate

from cmp.errors import SourceError
from cmp.system.files import entries, has_entry, is_file, is_folder

_MAGIC = frozenset("*?[")
_MOST = 10_000  # files: a pattern that matches more is a mistake
_LONGEST = 4095  # bytes of a path; the system takes no more, and says of such a one that nothing is there
_FILE = 200  # looks: a pattern, and a file that is found, take as long as so many

Take = Callable[[int, str], None]
"""Takes a number of looks for what is called so, or raises SourceError where that is too much."""


def is_glob(path: str) -> bool:
    """Tell whether a path has a wildcard."""
    return not _MAGIC.isdisjoint(path)


def matching(folder: str, pattern: str, *, shown: str, take: Take) -> list[str]:
    """Return the files below a folder that match a pattern, sorted; `**` does not follow links to folders.

    Errors call the pattern `shown`. It calls `take` with how much it looks at, which links to folders may multiply.

    Raises:
        SourceError: a folder can't be read, something that matches is no file, or there are too many.
    """
    take(_FILE, shown)
    found: set[str] = set()
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    for path in _walk(folder, [*parts, "*"] if parts[-1] == "**" else parts, shown=shown, take=take):
        take(_FILE, shown)
        if not is_file(path):
            raise SourceError(
                f"{os.path.basename(path)} matches {shown} and is no file: a broken link, or a device",
                fix="correct the link, or let the pattern match files alone",
            )
        found.add(path)
        if len(found) > _MOST:
            raise SourceError(f"more than {_MOST} files match {shown}", fix="narrow the pattern")
    return sorted(found)


def _walk(folder: str, parts: list[str], *, shown: str, take: Take) -> Iterator[str]:
    """Yield the entries below a folder that match.

    Each folder is looked at once, for all parts of the pattern that its entries may stand for; `places` are the numbers
    of those parts.
    """
    fits = [_fits(part) for part in parts]
    waiting = [(folder, _opened({0}, parts))]
    while waiting:
        here, places = waiting.pop()
        listed = _entries(here) if any(is_glob(parts[place]) for place in places) else []
        take((len(listed) + 1) * (len(places) + 1), shown)
        reached: dict[str, set[int]] = {}
        for place in places:
            for path in _fitting(here, listed, parts[place], fits[place]):
                reached.setdefault(path, set()).add(place + (parts[place] != "**"))
        for path, after in reached.items():
            if len(os.fsencode(path)) > _LONGEST:
                raise SourceError(f"a path that {shown} leads to has over {_LONGEST} bytes", fix="move what is so deep")
            if is_folder(path):
                waiting.append((path, _opened(after - {len(parts)}, parts)))
            elif len(parts) in after:
                yield path


def _fitting(here: str, listed: "list[os.DirEntry[str]]", part: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield the entries of a folder that a part of a pattern may stand for; for `**` those are folders."""
    if part == "**":
        yield from (entry.path for entry in listed if entry.is_dir(follow_symlinks=False))
    elif is_glob(part):
        yield from (entry.path for entry in listed if fits(entry.name))
    elif has_entry(path := os.path.join(here, part)):
        yield path


def _opened(places: set[int], parts: list[str]) -> list[int]:
    """Return places with those behind each `**`, which may stand for no folder at all."""
    found: set[int] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        found.add(place)
        if parts[place] == "**" and place + 1 not in found:
            waiting.append(place + 1)
    return sorted(found)


def _fits(part: str) -> Callable[[str], bool]:
    """Return what tells whether a name matches a part of a pattern; a dot in front has to be written."""
    match = re.compile(translate(part)).match
    return lambda name: (part[0] == "." or name[0] != ".") and bool(match(name))


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    try:
        return entries(folder)
    except OSError as problem:
        raise SourceError(
            f"can't read the folder {os.path.basename(folder)}: {problem.strerror}",
            fix="let the user of this process read it",
        ) from None
