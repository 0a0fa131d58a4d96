"""Paths of values by where they lie: of thousands, few have to do with one of them."""

from collections import defaultdict
from collections.abc import Iterable

Path = tuple[str, ...]


class PathIndex:
    """Many paths, of which those are found that lie above, at or below another one."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Note each path by itself, and by all that lies above it."""
        self._at, self._below = defaultdict[Path, list[int]](list), defaultdict[Path, list[int]](list)
        for number, path in enumerate(paths):
            self._at[path].append(number)
            for depth in range(len(path)):
                self._below[path[:depth]].append(number)

    def along(self, path: Path) -> list[int]:
        """Return the numbers of the paths that lie above, at or below one, in their order."""
        above = [number for depth in range(len(path) + 1) for number in self._at.get(path[:depth], ())]
        return sorted((*above, *self._below.get(path, ())))
