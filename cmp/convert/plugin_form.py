"""The source with `plugin: {name: swell}` that renders the same.

A plugin gets one repository. So the others become sources in its parameter `config`, a swell.yaml of this Application
alone: a file would count for others too, that have its folder or one below it. The repository that stays is the one
that the Application's file lies in, if that is among them, else one with values.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from cmp import dialect
from cmp.convert.native import Native, Place
from cmp.errors import RequestError
from cmp.fleet.git_revisions import address
from cmp.value import Value

_CHART, _OCI, _WEB = "chart", "oci://", ("http://", "https://")
_HEAD = "HEAD"
_CONFIG = "config"
_NOTHING = "apiVersion: swell/v1\n"


class Here(Value):
    """The repository that the Application's file lies in: its address, "" if it has none, and the file's folder."""

    address: str = ""
    folder: str = ""

    @property
    def addressed(self) -> "Here":
        """The same with an address, which is never asked where the repository has none."""
        return self if self.address else self.replace(address="file:///")


def alone(source: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a source of Swell's for which no swell.yaml of the repository counts."""
    if has_config(source):
        return source
    plugin = source["plugin"]
    parameters = [*plugin.get("parameters", ()), {"name": _CONFIG, "string": _NOTHING}]
    return {**source, "plugin": {**plugin, "parameters": parameters}}


def has_config(source: Mapping[str, Any]) -> bool:
    """Tell whether a source of Swell's has a swell.yaml of its own, the parameter `config`."""
    return any(one["name"] == _CONFIG for one in source["plugin"].get("parameters", ()))


def converted(what: Native, here: Here, *, path: str, pulls: bool = False) -> Mapping[str, Any]:
    """Return the source that renders the same through Swell; `path` is the Application's file.

    `pulls` tells whether Swell itself is to pull a chart of a chart repository, which Argo CD would give to a plugin.

    Raises:
        RequestError: values lie at an address that is no repository, or in a source that is not named.
    """
    files = (*what.value_files, *(file for _, file in what.file_parameters))
    if any(file.startswith(_WEB) for file in files):
        raise RequestError(
            "a values file lies at an address, and Swell reads repositories",
            where=path,
            fix="commit that file beside the chart, and name it there",
        )
    named = {file[1:].partition("/")[0] for file in files if file.startswith("$") and "/" in file}
    refs = {alias: what.refs[alias] for alias in what.refs if alias in named}
    unnamed = sorted(
        {file.partition("/")[0] for file in files if file.startswith("$")} - {f"${alias}" for alias in refs}
    )
    if unnamed:
        raise RequestError(
            f"no source has the `ref` {unnamed[0][1:]}", where=path, fix="name a source of this Application"
        )
    home = _home(what.chart, refs, files, here)
    if home is None:
        home = Place(address=here.address, revision=_HEAD, path=here.folder) if pulls else what.chart
    return _source(what, home, _Move(what.chart, refs, home))


class _Move:
    """Where what lies in several repositories is found from the one that stays."""

    def __init__(self, chart: Place, refs: Mapping[str, Place], home: Place) -> None:
        self._chart, self.stays = chart, chart == home
        alias = _CHART if _CHART not in refs else f"{_CHART}-itself"
        root = "/" if _is_same(chart, home) else f"${alias}/"
        self.chart = "" if self.stays else f"{root}{chart.path}".rstrip("/")
        self._roots = {name: "/" if _is_same(place, home) else f"${name}/" for name, place in refs.items()}
        every = {**refs, **({} if self.stays else {alias: chart})}
        self.sources = {name: declared(place) for name, place in every.items() if not _is_same(place, home)}

    def __call__(self, file: str) -> str:
        """Return the path of a values file."""
        if file.startswith("$"):
            name, _, rest = file[1:].partition("/")
            return f"{self._roots[name]}{rest}"
        if self.stays:
            return file
        if file.startswith("/"):  # from the root of the chart's repository
            return f"{self.chart.partition('/')[0]}{file}"
        return f"{self.chart}/{os.path.normpath(file)}"


def _home(chart: Place, refs: Mapping[str, Place], files: tuple[str, ...], here: Here) -> Place | None:
    """Return where the application's folder is from now on, None where only a chart repository is named."""
    folders = _folders(files)
    of_values = [place.replace(path=folders[name]) for name, place in refs.items() if _is_git(place)]
    charts = [chart] if _is_git(chart) else []
    own = [place for place in (*charts, *of_values) if here.address and address(place.address) == address(here.address)]
    return next(iter((*own, *of_values, *charts)), None)


def _folders(files: tuple[str, ...]) -> dict[str, str]:
    """Return the folder of the first file that is taken from each ref."""
    found: dict[str, str] = {}
    for file in files:
        name, slash, rest = file.removeprefix("$").partition("/")
        if slash and file.startswith("$"):
            found.setdefault(name, os.path.dirname(rest))
    return found


def _is_git(place: Place) -> bool:
    return not place.chart and not place.address.startswith(_OCI)


def _is_same(one: Place, other: Place) -> bool:
    """Tell whether two places lie in one checkout."""
    if one.chart or other.chart or address(one.address) != address(other.address):
        return one == other
    return (one.revision or _HEAD) == (other.revision or _HEAD)


def declared(place: Place) -> dict[str, str]:
    """Return a place as swell.yaml declares it."""
    if place.chart and ("://" not in place.address or place.address.startswith(_OCI)):
        location = f"{_OCI}{place.address.removeprefix(_OCI)}/{place.chart}"
        return {"oci": location, "revision": place.revision or "*"}
    if place.chart:
        return {"helm": place.address, "chart": place.chart, "version": place.revision or "*"}
    if place.address.startswith(_OCI):
        return {"oci": place.address, "revision": place.revision or "*"}
    return {"git": place.address, "revision": place.revision or _HEAD}


def _source(what: Native, home: Place, move: _Move) -> dict[str, Any]:
    where = {"repoURL": home.address, "targetRevision": home.revision, "chart": home.chart}
    path = {} if home.chart else {"path": home.path or "."}
    parameters = list(_parameters(what, move))
    plugin = {"name": "swell", **({"parameters": parameters} if parameters else {})}
    return {key: held for key, held in where.items() if held} | path | {"plugin": plugin}


def _parameters(what: Native, move: _Move) -> Iterator[dict[str, Any]]:
    if what.value_files:
        yield {"name": "valueFiles", "array": [move(file) for file in what.value_files]}
    if what.ignore_missing:
        yield {"name": "ignoreMissingValueFiles", "string": "true"}
    if what.values:
        yield {"name": "values", "string": what.values}
    if what.parameters:
        yield {"name": "parameters", "map": dict(what.parameters)}
    if what.file_parameters:
        yield {"name": "fileParameters", "map": {key: move(file) for key, file in what.file_parameters}}
    if what.release:
        yield {"name": "releaseName", "string": what.release}
    if config := _config(what, move):
        yield {"name": _CONFIG, "string": config}


def _config(what: Native, move: _Move) -> str:
    """Return what no other parameter can say, as a swell.yaml; "" where there is nothing."""
    said = {"sources": move.sources, "chart": move.chart, "helm": dict(what.settings)}
    kept = {key: held for key, held in said.items() if held}
    return dialect.dump({"apiVersion": "swell/v1", **kept}) if kept else ""
