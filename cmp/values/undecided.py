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
_Nearest = dict[_Path, Located]
"""Marks of one global, by the charts that say it: those that lie nearest to a parent, since they set it first."""
_Said = dict[_Path, dict[str, _Nearest]]
"""What the charts below a parent say, by the global and the name of the parent's own chart that they lie in."""
_Marks = dict[tuple[str, str], Located]
"""Marks of one global, by the name of the parent's own chart and what is said (True and 1 are two values)."""


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
            for home, chart, below in _globals(path, charts, rivals):
                _keep(mark, chart, said[home].setdefault(below, {}).setdefault(chart[len(home)], {}))
    for home, ours in said.items():
        yield from _differing(stack, home, ours)


def _globals(
    path: _Path, charts: Mapping[_Path, object], rivals: Mapping[_Path, frozenset[str]]
) -> Iterator[tuple[_Path, _Path, _Path]]:
    """Yield each parent for which a path is a global of a chart below it, with that chart and the path in globals."""
    for depth, key in enumerate(path[: -_SHARED - 1]):
        if key == GLOBAL and path[:depth] in charts:
            for above in range(depth):
                if path[above] in rivals.get(path[:above], ()):
                    yield path[:above], path[:depth], path[depth + 1 :]


def _keep(mark: Located, chart: _Path, nearest: _Nearest) -> None:
    """Keep a chart's mark if no other chart lies nearer, in place of those that lie farther away."""
    depth = len(next(iter(nearest), chart))
    if len(chart) < depth:
        nearest.clear()
    if len(chart) <= depth:
        nearest[chart] = mark


def _differing(stack: Stack, home: _Path, said: _Said) -> Iterator[Undecided]:
    """Yield what charts say differently of a path, or of a path and of one below it."""
    every = {below: _marks(names) for below, names in said.items()}
    for below, marks in every.items():
        for depth in range(_SHARED + 1, len(below) + 1):
            pair = _pair(every.get(below[:depth], {}), marks, alike=depth < len(below))
            keys = (GLOBAL, *below[:depth])
            if pair and _shared(stack, home, keys):
                yield Undecided(home=home, keys=keys, one=pair[0], other=pair[1])


def _marks(names: Mapping[str, _Nearest]) -> _Marks:
    return {(name, repr(mark.value)): mark for name, nearest in names.items() for mark in nearest.values()}


def _pair(ones: _Marks, others: _Marks, *, alike: bool) -> tuple[Located, Located] | None:
    """Return two marks of different charts that say something else, or even the same if they may be `alike`.

    Where none of the others is a rival to the first one, all are of its chart or say what it says. Then one of each
    sort are rivals, if there are both.
    """

    def rival(marks: _Marks, of: tuple[str, str]) -> tuple[str, str] | None:
        return next((key for key in marks if key[0] != of[0] and (alike or key[1] != of[1])), None)

    if not ones:
        return None
    first = next(iter(ones))
    if other := rival(others, first):
        return ones[first], others[other]
    other = next((key for key in others if key != first and (alike or key[1] == first[1])), None)
    one = other and rival(ones, other)
    return (ones[one], others[other]) if one and other else None


def _shared(stack: Stack, home: _Path, keys: _Path) -> bool:
    """Tell whether the parent has a mapping around a global, and says nothing of the global itself."""
    around = stack.said((*home, *keys[: _SHARED + 1]))
    itself = [mark for way, mark in stack.said((*home, *keys)) if mark.value is not MAPPING and mark.value is not None]
    return any(mark.value is MAPPING or mark.value == {} for _, mark in around) and not any(
        mark.value != {} for mark in itself
    )
