"""Where the values of a chart and of all charts below it lie in the values of the top chart.

A dependency's lie below its alias or its name; what a chart imports lies in its own values as well (`import-values`).
Source: pkg/chartutil/dependencies.go of Helm 3, pkg/chart/v2/util/dependencies.go of Helm 4.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cmp.chart.chart import Chart
from cmp.chart.path_index import Path, PathIndex
from cmp.errors import SourceError
from cmp.sources.pull.semver import version
from cmp.sources.pull.semver_ranges import constraint
from cmp.value import Value

_MOST = 20_000
_EXPORTS, _IMPORTS = "exports", "import-values"


class Mount(Value):
    """A place of a chart's values: what it says at the path `inside` counts at the path `at` of the top chart's.

    `home` is where the chart itself lies in those: it may be off, and then it has no place at all.
    """

    chart: Chart
    home: Path = ()
    at: Path = ()
    inside: Path = ()

    def within(self, keys: Path) -> Path | None:
        """Return the path in the chart's own values of one in the top chart's, None where they have none."""
        return (*self.inside, *keys[len(self.at) :]) if keys[: len(self.at)] == self.at else None


def mounts(chart: Chart) -> tuple[Mount, ...]:
    """Return all places, lowest first: a chart's own values come last.

    Raises:
        SourceError: a Chart.yaml is not YAML, or there are too many places.
    """
    found: list[Mount] = []
    for key, child, imports in _dependencies(chart):
        below = [one.replace(home=(key, *one.home)) for one in mounts(child)]
        found += [one.replace(at=(key, *one.at)) for one in below]
        _refuse_more(found, chart)
        index = PathIndex(one.at for one in below if imports)
        for path, into in imports:
            found += [_imported(below[number], path, into) for number in index.along(path)]
            _refuse_more(found, chart)
    return (*found, Mount(chart=chart))


def _refuse_more(found: Sequence[Mount], chart: Chart) -> None:
    if len(found) > _MOST:
        raise SourceError(
            f"the values of its charts lie in over {_MOST} places",
            where=chart.named("Chart.yaml"),
            fix="list fewer dependencies, and import fewer values",
        )


def imports_any(chart: Chart) -> bool:
    """Tell whether a chart, or one below it, imports values."""
    return any(_said(one.get(_IMPORTS)) for here in chart.everything() for one in here.dependencies)


def unlisted(chart: Chart) -> frozenset[str]:
    """Return the names of the charts below one that Helm takes for none that its Chart.yaml lists."""
    return frozenset(str(child.metadata.get("name", "")) for child, entries in taken(chart) if not entries)


def taken(chart: Chart) -> list[tuple[Chart, list[int]]]:
    """Return each chart below one with the numbers of the dependencies that Helm takes it for.

    That goes by its name, and a version in the range. Helm loads a chart in charts/ that is taken for none as well, by
    its own name; so it is where no version is named. The alias of that dependency is without effect, and with one are
    condition, tags and imports too: they are for what is called so.
    Source: processDependencyEnabled and getAliasDependency in pkg/chartutil/dependencies.go of Helm 3.17.2 and
    pkg/chart/v2/util/dependencies.go of Helm 4.3.1.
    """
    wanted = defaultdict[str, dict[str, list[int]]](dict)
    for number, one in enumerate(chart.dependencies):
        wanted[repr(one.get("name"))].setdefault(str(one.get("version") or ""), []).append(number)
    ranges = {text: constraint(text) for by_range in wanted.values() for text in by_range}
    found = []
    for child in chart.charts:
        known, numbers = version(str(child.metadata.get("version", ""))), list[int]()
        for text, asking in wanted.get(repr(child.metadata.get("name")), {}).items():
            if known and (fits := ranges[text]) and fits(known):
                numbers += asking
        found.append((child, sorted(numbers)))
    return found


def dependency_names(chart: Chart) -> dict[str, str]:
    """Return the names of the charts below one by the key of their values; of those that are not in charts/ as well."""
    there = {key: str(child.metadata.get("name", "")) for key, child, _ in _dependencies(chart)}
    listed = {_key(one): str(one.get("name")) for one in chart.dependencies}
    names = set(there.values())
    return {key: name for key, name in listed.items() if name not in names} | there


def homes(places: Iterable[Mount]) -> dict[Path, Chart]:
    """Return the charts by where their own values lie."""
    return {one.home: one.chart for one in places if one.at == one.home and not one.inside}


def _imported(one: Mount, path: Path, into: Path) -> Mount:
    """Return where a place of a child lies in its parent; it is at, above or below an imported path."""
    if path[: len(one.at)] == one.at:
        return one.replace(at=into, inside=(*one.inside, *path[len(one.at) :]))
    return one.replace(at=(*into, *one.at[len(path) :]))


def _dependencies(chart: Chart) -> Iterator[tuple[str, Chart, list[tuple[Path, ...]]]]:
    """Yield each chart below one with the key of its values, and from where to where these are imported.

    One that is taken for none that Chart.yaml lists is there by its own name; one that is listed twice is there twice.
    Helm imports by the key alone: a dependency without a version that fits is imported from, too, if it has no alias.
    """
    listed = chart.dependencies
    charts = taken(chart)
    there = [(str(child.metadata.get("name", "")), child) for child, entries in charts if not entries]
    first = {number: child for child, entries in reversed(charts) for number in entries}
    there += [(_key(listed[number]), first[number]) for number in sorted(first)]
    ways = defaultdict[str, list[tuple[Path, ...]]](list)
    for one in listed:
        ways[_key(one)] += _imports(one.get(_IMPORTS))
    for key, child in there:
        yield key, child, ways.get(key, [])


def _key(dependency: Mapping[str, Any]) -> str:
    """Return the key below which Helm looks for the values of a dependency."""
    return str(dependency.get("alias") or dependency.get("name"))


def _imports(said: Any) -> Iterator[tuple[Path, ...]]:
    """Yield the paths in the child and in the parent: a text names what the child exports, "." is all."""
    for one in _said(said):
        if isinstance(one, dict):
            yield _path(one.get("child")), _path(one.get("parent"))
        else:
            yield (_EXPORTS, *_path(one)), ()


def _path(said: Any) -> Path:
    return () if said in (".", "", None) else tuple(str(said).split("."))


def _said(listed: Any) -> list[Any]:
    return listed if isinstance(listed, list) else []
