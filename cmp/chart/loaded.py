"""A chart as Helm loads it: the files that decide about values, and the charts in its charts/, packed or not.

Source: LoadFiles in pkg/chart/loader/load.go of Helm 3, pkg/chart/v2/loader/load.go of Helm 4.
"""

import io
import json
import os
import posixpath
import tarfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import IO, Any

from cmp.chart.helmignore import ignored, rules
from cmp.chart.metadata import mapping
from cmp.errors import SourceError
from cmp.sources.files import files
from cmp.system.files import MAX_BYTES, content
from cmp.value import Value

CHART, OLD, VALUES, SCHEMA = "Chart.yaml", "requirements.yaml", "values.yaml", "values.schema.json"
_READ = (CHART, OLD, VALUES, SCHEMA)
_BELOW, _PACKED = "charts", ".tgz"
_DEEPEST = 16  # charts in charts; an archive may hold itself


class LoadedChart(Value):
    """A chart: `path` is its folder below the top chart (in an archive `charts/web-1.0.0.tgz/web`), "" for that one.

    `shown` is the top chart's name in messages; `files` are those of `_READ` that are there, as bytes.
    """

    path: str
    shown: str
    files: Mapping[str, bytes]
    charts: "tuple[LoadedChart, ...]"

    def text(self, name: str) -> str:
        """Return a file's text, "" where there is none; Helm takes a byte order mark away as well."""
        try:
            return self.files.get(name, b"").decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise SourceError(
                f"{self.named(name)} is not UTF-8 text (byte {problem.start})", fix="save it as UTF-8"
            ) from None

    def named(self, name: str) -> str:
        """Return what a file is called in messages."""
        return os.path.normpath(os.path.join(self.shown, self.path, name))

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What Chart.yaml says, with the dependencies of a requirements.yaml, as in Helm 2.

        Raises:
            SourceError: one of them is not YAML.
        """
        said = {name: mapping(self.text(name), shown=self.named(name)) for name in (CHART, OLD)}
        return {**said[CHART], **{key: said[OLD][key] for key in ("dependencies",) if key in said[OLD]}}

    @cached_property
    def schema(self) -> Any:
        """What values.schema.json says; one that is no JSON says nothing."""
        try:
            return json.loads(self.files.get(SCHEMA, b"null"))
        except (ValueError, RecursionError):
            return None

    def everything(self) -> "Iterator[LoadedChart]":
        """Yield the chart, and all charts below it."""
        yield self
        for chart in self.charts:
            yield from chart.everything()


def loaded(chart: str, *, shown: str = "") -> LoadedChart:
    """Return the chart in a folder.

    Raises:
        SourceError: a file can't be read, is too large, or charts lie in charts without an end.
    """
    return _chart(dict(_in_folder(chart, shown)), path="", shown=shown)


def _chart(found: Mapping[str, bytes], *, path: str, shown: str) -> LoadedChart:
    """Return the chart that files make; those in an archive lie below it, and there in a folder."""
    below: dict[str, dict[str, bytes]] = {}
    for name, text in found.items():
        if name.startswith(f"{_BELOW}/"):
            parts = name.split("/")
            depth = 3 if parts[1].endswith(_PACKED) else 2
            below.setdefault("/".join(parts[:depth]), {})["/".join(parts[depth:])] = text
    charts = [_chart(inner, path=os.path.join(path, place), shown=shown) for place, inner in sorted(below.items())]
    own = {name: found[name] for name in _READ if name in found}
    return LoadedChart(path=path, shown=shown, files=own, charts=tuple(charts))


def _in_folder(chart: str, shown: str) -> Iterator[tuple[str, bytes]]:
    by = rules(chart, shown=shown)

    def without(path: str, folder: bool) -> bool:  # noqa: FBT001  (as `files` calls it)
        return ignored(path, folder=folder, by=by) or not (_leads(path) if folder else _counts(path))

    for path in files(chart, without=without):
        whole, called = os.path.join(chart, path), os.path.join(shown, path)
        if not path.endswith(_PACKED):
            yield path, content(os.path.realpath(whole), shown=called)
            continue
        try:
            with open(whole, "rb") as file:
                yield from _in_archive(file, path, 1)
        except (OSError, tarfile.TarError, EOFError, KeyError):
            raise SourceError(f"can't read {called}", fix="pack the chart again: helm package") from None


def _in_archive(file: IO[bytes], path: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files in an archive, and those in archives in its charts/, by where they would lie as folders."""
    if depth > _DEEPEST:
        raise SourceError(
            f"archives in archives, over {_DEEPEST} deep",
            where=path,
            fix="unpack the chart once, and pack it again: helm package",
        )
    with tarfile.open(fileobj=file) as archive:
        for member in archive:
            name = posixpath.normpath(member.name)
            inner = name.partition("/")[2]
            if (
                not member.isfile()
                or member.size > MAX_BYTES
                or not _counts(inner)
                or not _leads(os.path.dirname(inner))
            ):
                continue
            found = archive.extractfile(member)
            read = found.read() if found else b""
            if inner.endswith(_PACKED):
                yield from _in_archive(io.BytesIO(read), f"{path}/{name}", depth + 1)
            else:
                yield f"{path}/{name}", read


def _leads(folder: str) -> bool:
    """Tell whether a folder is that of a chart, or charts/ in one."""
    parts = folder.split("/") if folder else []
    return all(part == _BELOW for part in parts[::2]) and not any(part[0] in "._" for part in parts[1::2])


def _counts(path: str) -> bool:
    """Tell whether a file in such a folder is one that decides about values, or a packed chart."""
    folder, _, name = path.rpartition("/")
    if folder.count("/") % 2 == 0 and folder:  # charts/, or charts/NAME/charts/
        return name.endswith(_PACKED) and name[0] not in "._"
    return name in _READ
