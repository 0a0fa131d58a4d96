"""Globals that Helm takes now from one chart and now from another, since it visits charts in a random order.

Each chart gets a copy of its parent's globals in which only the first level is its own. What it says deeper, as
`global.a.b.c` where its parent has a mapping at `global.a.b`, gets into the mapping that they all share: the chart that
is visited first sets it for its parent and for all charts below that. Those that Chart.yaml lists are visited in that
order, behind all others; these come as Go goes through a map, in another order at each run.
Source: pkg/chartutil/coalesce.go (coalesceGlobals) and pkg/chart/loader/load.go (LoadFiles) of Helm 3.17.2,
pkg/chart/common/util/coalesce.go and pkg/chart/v2/loader/load.go of Helm 4.2.3.
"""

from collections.abc import Iterator, Mapping

from cmp.chart.mounts import homes, unlisted
from cmp.value import Value
from cmp.values.located import MAPPING, Located, leaves
from cmp.values.stack import GLOBAL, Stack

_SHARED = 2  # so many keys below `global` lead to a mapping that all charts share
_Path = tuple[str, ...]
_Said = dict[_Path, dict[str, Located]]


class Undecided(Value):
    """A global of which two charts say something else; `keys` is its path in the values of the chart above the two.

    `home` is where that one's values lie.
    """

    home: _Path
    keys: _Path
    one: Located
    other: Located


def undecided(stack: Stack) -> Iterator[Undecided]:
    """Yield the globals that Helm takes at random.

    Raises:
        SourceError: a file is not YAML.
    """
    charts = homes(stack.mounts)
    rivals = {home: names for home, chart in charts.items() if len(names := unlisted(chart)) > 1}
    said: dict[_Path, _Said] = {home: {} for home in rivals}
    for at, tree in stack.placed if rivals else ():
        for keys, mark in leaves(tree):
            path = (*at, *keys)
            for home, name, below in _globals(path, charts, rivals):
                said[home].setdefault(below, {})[name] = mark
    for home, ours in said.items():
        yield from _differing(stack, home, ours)


def _globals(
    path: _Path, charts: Mapping[_Path, object], rivals: Mapping[_Path, frozenset[str]]
) -> Iterator[tuple[_Path, str, _Path]]:
    """Yield each parent for which a path is a global of a chart below it, with that chart and the path in globals."""
    for depth, key in enumerate(path[: -_SHARED - 1]):
        if key == GLOBAL and path[:depth] in charts:
            for above in range(depth):
                if path[above] in rivals.get(path[:above], ()):
                    yield path[:above], path[above], path[depth + 1 :]


def _differing(stack: Stack, home: _Path, said: _Said) -> Iterator[Undecided]:
    """Yield what charts say differently of a path, or of a path and of one below it."""
    for below, marks in said.items():
        for depth in range(_SHARED + 1, len(below) + 1):
            name, one = next(iter(said.get(below[:depth], {}).items()), ("", None))
            alike = repr(one.value) if one and depth == len(below) else ""  # True and 1 are two values
            other = next((mark for their, mark in marks.items() if their != name and repr(mark.value) != alike), None)
            keys = (GLOBAL, *below[:depth])
            if one and other and _shared(stack, home, keys):
                yield Undecided(home=home, keys=keys, one=one, other=other)


def _shared(stack: Stack, home: _Path, keys: _Path) -> bool:
    """Tell whether the parent has a mapping around a global, and says nothing of the global itself."""
    around = stack.said((*home, *keys[: _SHARED + 1]))
    itself = [mark for way, mark in stack.said((*home, *keys)) if mark.value is not MAPPING and mark.value is not None]
    return any(mark.value is MAPPING or mark.value == {} for _, mark in around) and not any(
        mark.value != {} for mark in itself
    )
