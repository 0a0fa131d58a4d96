"""Where the values of a chart and of all charts below it lie in the values of the top chart.

A dependency's lie below its alias or its name; what a chart imports lies in its own values as well (`import-values`).
Source: pkg/chartutil/dependencies.go of Helm 3, pkg/chart/v2/util/dependencies.go of Helm 4.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from cmp.chart.chart import Chart
from cmp.chart.metadata import in_range
from cmp.errors import SourceError
from cmp.value import Value

_MOST = 10_000
_EXPORTS, _IMPORTS = "exports", "import-values"


class Mount(Value):
    """A place of a chart's values: what it says at the path `inside` counts at the path `at` of the top chart's.

    `home` is where the chart itself lies in those: it may be off, and then it has no place at all.
    """

    chart: Chart
    home: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    def within(self, keys: tuple[str, ...]) -> tuple[str, ...] | None:
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
        for path, into in imports:
            found += [moved for one in below if (moved := _imported(one, path, into))]
            if len(found) > _MOST:
                raise SourceError(
                    f"over {_MOST} places that values are imported from",
                    where=chart.named("Chart.yaml"),
                    fix="import fewer values",
                )
    return (*found, Mount(chart=chart))


def imports_any(chart: Chart) -> bool:
    """Tell whether a chart, or one below it, imports values."""
    return any(_said(one.get(_IMPORTS)) for here in chart.everything() for one in _listed(here))


def unlisted(chart: Chart) -> frozenset[str]:
    """Return the names of the charts below one that its Chart.yaml does not list."""
    listed = _listed(chart)
    return frozenset(
        str(child.metadata.get("name", "")) for child in chart.charts if not any(_is(child, one) for one in listed)
    )


def homes(places: Iterable[Mount]) -> dict[tuple[str, ...], Chart]:
    """Return the charts by where their own values lie."""
    return {one.home: one.chart for one in places if one.at == one.home and not one.inside}


def printed_as(charts: Mapping[tuple[str, ...], Chart], home: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return the paths at which Helm may name the templates of a chart.

    A chart that is there under two aliases has the charts below it in common with itself: deep below it, they go by its
    name in place of the alias.
    """
    names = tuple(str(charts[home[:depth]].metadata.get("name")) for depth in range(1, len(home) + 1))
    return {(*names[:depth], *home[depth:]) for depth in range(max(len(home), 1))}


def switched_on(places: Iterable[Mount], printed: Collection[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """Return where the values of those charts lie that are on; `printed` are the paths at which Helm names charts."""
    charts, found = homes(places), set[tuple[str, ...]]()
    for home in sorted(charts, key=len):
        if (not home or home[:-1] in found) and not printed_as(charts, home).isdisjoint(printed):
            found.add(home)
    return frozenset(found)


def _imported(one: Mount, path: tuple[str, ...], into: tuple[str, ...]) -> Mount | None:
    """Return where a place of a child lies in its parent, if it is at, above or below an imported path."""
    if path[: len(one.at)] == one.at:
        return one.replace(at=into, inside=(*one.inside, *path[len(one.at) :]))
    return one.replace(at=(*into, *one.at[len(path) :])) if one.at[: len(path)] == path else None


def _dependencies(chart: Chart) -> Iterator[tuple[str, Chart, list[tuple[tuple[str, ...], ...]]]]:
    """Yield each chart below one with the key of its values, and from where to where these are imported.

    A chart that Chart.yaml does not list is there by its own name; one that is listed twice is there twice.
    """
    listed = _listed(chart)
    for child in chart.charts:
        if not any(_is(child, one) for one in listed):
            yield str(child.metadata.get("name", "")), child, []
    for one in listed:
        child_there = next((child for child in chart.charts if _is(child, one)), None)
        if child_there:
            yield str(one.get("alias") or one.get("name")), child_there, list(_imports(one.get(_IMPORTS)))


def _is(chart: Chart, wanted: dict[str, Any]) -> bool:
    version = str(chart.metadata.get("version", ""))
    return chart.metadata.get("name") == wanted.get("name") and in_range(version, str(wanted.get("version") or ""))


def _imports(said: Any) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the paths in the child and in the parent: a text names what the child exports, "." is all."""
    for one in _said(said):
        if isinstance(one, dict):
            yield _path(one.get("child")), _path(one.get("parent"))
        else:
            yield (_EXPORTS, *_path(one)), ()


def _path(said: Any) -> tuple[str, ...]:
    return () if said in (".", "", None) else tuple(str(said).split("."))


def _listed(chart: Chart) -> list[dict[str, Any]]:
    return [one for one in _said(chart.metadata.get("dependencies")) if isinstance(one, dict)]


def _said(listed: Any) -> list[Any]:
    return listed if isinstance(listed, list) else []
