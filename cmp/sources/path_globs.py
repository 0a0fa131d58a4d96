"""Paths and globs as users write them into files that lie inside the repository, and the files that they match."""

import os

from cmp.errors import SourceError
from cmp.sources.paths import PathResolver, inside
from cmp.system.files import is_file, is_folder

_LOOKS = 5_000_000  # of some half a microsecond each


class Looks:
    """The looks at entries that patterns have left, all that belong together."""

    def __init__(self) -> None:
        """Begin with all of them."""
        self._left = _LOOKS

    def take(self, number: int, shown: str) -> None:
        """Take some. Raises SourceError where no more are left."""
        self._left -= number
        if self._left < 0:
            raise SourceError(
                f"{shown}: too much is looked at for it and for what is named before it",
                fix="name fewer patterns, and narrower ones",
            )


def matching(pattern: str, resolver: PathResolver, *, looks: Looks | None = None) -> list[str]:
    """Return the existing files that a path or a glob (*, ?, [...], **) matches, sorted, each inside the root.

    `looks` are what patterns that belong together have for all of them; without it this one has its own.

    Raises:
        SourceError: one leads out of the repository, or its source, or there is too much to look at.
    """
    from cmp.sources import globs

    looks = looks or Looks()
    if not globs.is_glob(pattern):
        path = resolver.resolve(pattern)
        return [path] if is_file(path) else []
    folder, below = above(pattern, resolver), pattern[len(_plain(pattern)) :]
    if ".." in below.split("/"):
        raise SourceError(f"{pattern}: no .. behind a wildcard", fix="write the .. before the first wildcard")
    found = globs.matching(folder, below, shown=pattern, take=looks.take) if is_folder(folder) else []
    if pattern.startswith("$"):
        top, owner = resolver.root_of(folder), f"its source {pattern.partition('/')[0]}"
        return list(dict.fromkeys(inside(path, top, pattern, owner=owner) for path in found))
    return list(dict.fromkeys(resolver.resolve(resolver.from_root(path)) for path in found))


def above(glob: str, resolver: PathResolver) -> str:
    """Return the folder that a glob names before its first wildcard; it need not exist.

    Raises:
        SourceError: it leads out of the repository, or what the glob may match was not copied from its source.
    """
    plain = _plain(glob)
    if not glob.startswith("$"):
        return resolver.resolve(plain or ("/" if glob.startswith("/") else "."))
    from cmp.sources import aliases

    source, _ = aliases.opened(glob, resolver.sources, resolver.opening())
    return inside(os.path.join(source.folder, plain.partition("/")[2]), source.folder, glob, owner=plain)


def _plain(glob: str) -> str:
    """Return the folders of a glob before its first wildcard; of a source its alias at least."""
    plain = glob[: min(glob.find(sign) for sign in "*?[" if sign in glob)].rpartition("/")[0]
    return plain or (glob.partition("/")[0] if glob.startswith("$") else "")
