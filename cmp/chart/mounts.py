"""Where the values of a chart and of all charts below it lie in the values of the top chart.

A dependency's lie below its alias or its name; what a chart imports lies in its own values as well (`import-values`).
Source: pkg/chartutil/dependencies.go of Helm 3, pkg/chart/v2/util/dependencies.go of Helm 4.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cmp.chart.chart import Chart
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
    """Return the names of the charts below one that Helm takes for none that its Chart.yaml lists."""
    listed = _listed(chart)
    return frozenset(
        str(child.metadata.get("name", "")) for child in chart.charts if not any(map(child.is_taken_for, listed))
    )


def dependency_names(chart: Chart) -> dict[str, str]:
    """Return the names of the charts below one by the key of their values; of those that are not in charts/ as well."""
    there = {key: str(child.metadata.get("name", "")) for key, child, _ in _dependencies(chart)}
    listed = {_key(one): str(one.get("name")) for one in _listed(chart)}
    return {key: name for key, name in listed.items() if name not in there.values()} | there


def homes(places: Iterable[Mount]) -> dict[tuple[str, ...], Chart]:
    """Return the charts by where their own values lie."""
    return {one.home: one.chart for one in places if one.at == one.home and not one.inside}


def _imported(one: Mount, path: tuple[str, ...], into: tuple[str, ...]) -> Mount | None:
    """Return where a place of a child lies in its parent, if it is at, above or below an imported path."""
    if path[: len(one.at)] == one.at:
        return one.replace(at=into, inside=(*one.inside, *path[len(one.at) :]))
    return one.replace(at=(*into, *one.at[len(path) :])) if one.at[: len(path)] == path else None


def _dependencies(chart: Chart) -> Iterator[tuple[str, Chart, list[tuple[tuple[str, ...], ...]]]]:
    """Yield each chart below one with the key of its values, and from where to where these are imported.

    One that is taken for none that Chart.yaml lists is there by its own name; one that is listed twice is there twice.
    Helm imports by the key alone: a dependency without a version that fits is imported from, too, if it has no alias.
    """
    listed = _listed(chart)
    there = [
        (str(child.metadata.get("name", "")), child)
        for child in chart.charts
        if not any(map(child.is_taken_for, listed))
    ]
    for one in listed:
        child_there = next((child for child in chart.charts if child.is_taken_for(one)), None)
        if child_there:
            there.append((_key(one), child_there))
    for key, child in there:
        yield key, child, [way for one in listed if _key(one) == key for way in _imports(one.get(_IMPORTS))]


def _key(dependency: Mapping[str, Any]) -> str:
    """Return the key below which Helm looks for the values of a dependency."""
    return str(dependency.get("alias") or dependency.get("name"))


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
