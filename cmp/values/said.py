"""What the layers of values say of a path, found without asking each of them for each path."""

from collections import defaultdict
from collections.abc import Container, Sequence
from operator import itemgetter

from cmp.values.located import Located, LocatedMapping, Tree

Path = tuple[str, ...]
Said = tuple[Path, Located]
"""Where something is said, which may be above the path that was asked for, and what."""
Placed = tuple[Path, Tree]
"""A tree of values and the path at which it lies."""


class SaidIndex:
    """What trees say, by the paths at which they say it."""

    def __init__(self, trees: Sequence[Placed]) -> None:
        """Walk the trees, lowest first."""
        self._leaves = defaultdict[Path, list[tuple[int, Located]]](list)
        self._mappings = defaultdict[Path, list[tuple[int, Located]]](list)
        for number, (at, tree) in enumerate(trees):
            self._note(number, at, tree)

    def said(self, path: Path, *, without: Container[int] = ()) -> list[Said]:
        """Return what the trees say of a path, or of what lies above it, lowest first; some, by number, left out."""
        found = [(number, path, mark) for number, mark in self._mappings.get(path, ())]
        for depth in range(len(path) + 1):
            found += [(number, path[:depth], mark) for number, mark in self._leaves.get(path[:depth], ())]
        return [(way, mark) for number, way, mark in sorted(found, key=itemgetter(0)) if number not in without]

    def _note(self, number: int, at: Path, tree: Tree) -> None:
        waiting = [(at, tree)]
        while waiting:
            path, here = waiting.pop()
            if isinstance(here, Located):
                self._leaves[path].append((number, here))
                continue
            if isinstance(here, LocatedMapping):
                self._mappings[path].append((number, here.mark))
            waiting += [((*path, key), below) for key, below in here.items()]
