"""A chart as a value: what its files say, those of the charts in its charts/ folder included, packed or not."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from cmp.chart.metadata import Dependency, InstalledChart, dependency, items, mapping
from cmp.errors import SourceError
from cmp.value import Value

CHART, OLD, VALUES, SCHEMA = "Chart.yaml", "requirements.yaml", "values.yaml", "values.schema.json"
DECIDING = (CHART, OLD, VALUES, SCHEMA)
"""The files that decide about values."""
LOCK, OLD_LOCK = "Chart.lock", "requirements.lock"
LISTS = (CHART, OLD, LOCK, OLD_LOCK)
"""The files that list dependencies."""
PACKED = ".tgz"
TEMPLATES = "templates/"
_OTHERS = (CHART, VALUES, SCHEMA)  # what no template is made of


class Chart(Value):
    """A chart: `path` is its folder below the top chart (in an archive `charts/web-1.0.0.tgz/web`), "" for that one.

    `shown` is the top chart's name in messages, and `revision` where it was taken from. `files` are all texts that it
    may be made of, as bytes by their path in the chart; `names` are those of all its files. `faults` are what could not
    be read, by path; of the top chart alone.
    """

    path: str
    shown: str
    files: Mapping[str, bytes]
    charts: "tuple[Chart, ...]" = ()
    revision: str = ""
    names: tuple[str, ...] = ()
    faults: Mapping[str, SourceError] = MappingProxyType({})

    def whole(self) -> "Chart":
        """Return the chart itself, if all of it could be read.

        Raises:
            SourceError: a file could not.
        """
        for fault in self.faults.values():
            raise fault
        return self

    def text(self, name: str) -> str:
        """Return a file's text, "" where there is none; Helm takes a byte order mark away as well.

        Raises:
            SourceError: it could not be read, or is no text.
        """
        if name in self.faults:
            raise self.faults[name]
        try:
            return self.files.get(name, b"").decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise SourceError(
                f"{self.named(name)} is not UTF-8 text (byte {problem.start})", fix="save it as UTF-8"
            ) from None

    def named(self, name: str) -> str:
        """Return what a file is called in messages."""
        return os.path.normpath(os.path.join(self.shown, self.path, name))

    def at(self, name: str) -> str:
        """Return what a file is called in messages, with where it was taken from."""
        return f"{self.named(name)} ({self.revision})" if self.revision else self.named(name)

    def everything(self) -> "Iterator[Chart]":
        """Yield the chart, and all charts below it."""
        yield self
        for chart in self.charts:
            yield from chart.everything()

    @property
    def deciding(self) -> Mapping[str, bytes]:
        """The files that decide about values."""
        return {name: self.files[name] for name in DECIDING if name in self.files}

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What Chart.yaml says, with the dependencies of a requirements.yaml, as in Helm 2.

        Raises:
            SourceError: one of them is not YAML.
        """
        said = {name: mapping(self.text(name), shown=self.at(name)) for name in (CHART, OLD)}
        return {**said[CHART], **{key: said[OLD][key] for key in ("dependencies",) if key in said[OLD]}}

    @property
    def dependencies(self) -> tuple[dict[str, Any], ...]:
        """The dependencies as they are written."""
        return items(self.metadata.get("dependencies"))

    @property
    def wanted(self) -> tuple[Dependency, ...]:
        """The dependencies that it asks for, with ranges."""
        return tuple(map(dependency, self.dependencies))

    @cached_property
    def lock(self) -> dict[str, Any] | None:
        """What its lock says, None where there is none."""
        name = self.lock_file
        return mapping(self.text(name), shown=self.at(name)) if name in (*self.files, *self.faults) else None

    @property
    def list_file(self) -> str:
        """The file that lists its dependencies."""
        return OLD if OLD in self.files else CHART

    @property
    def lock_file(self) -> str:
        """The file that locks them, or would."""
        return OLD_LOCK if OLD in self.files else LOCK

    @property
    def locked(self) -> tuple[Dependency, ...]:
        """The dependencies in its lock, with exact versions."""
        return tuple(map(dependency, items((self.lock or {}).get("dependencies"))))

    @property
    def installed(self) -> "list[InstalledChart]":
        """The charts in its charts/ folder, each with the entry below the top chart that it comes from."""
        return [found for one in self.charts if CHART in one.files and (found := one.as_installed)]

    @property
    def as_installed(self) -> "InstalledChart | None":
        """The chart as one that lies in a charts/ folder; None where Chart.yaml is no YAML, which Helm tells of."""
        try:
            said = {key: str(self.metadata.get(key, "")) for key in ("name", "version")}
        except SourceError:
            return None
        return InstalledChart(entry=self.entry, **said)

    @property
    def lacking(self) -> list[str]:
        """The names of the dependencies that are not in its charts/ folder, in whatever version."""
        there = {one.name for one in self.installed}
        return [one.name for one in self.wanted if one.name not in there]

    @property
    def conditions(self) -> set[str]:
        """The paths of the values that switch dependencies on and off."""
        said = [one.get("condition") for one in self.dependencies]
        return {path.strip() for condition in said if isinstance(condition, str) for path in condition.split(",")}

    @cached_property
    def schema(self) -> Any:
        """What values.schema.json says; one that is no JSON says nothing."""
        try:
            return json.loads(self.files.get(SCHEMA, b"null"))
        except (ValueError, RecursionError):
            return None

    @cached_property
    def templates(self) -> dict[str, str]:
        """The text of each template of this chart and those below, by the path below the top one that Helm gives it."""
        return self._texts(lambda name: name.startswith(TEMPLATES))

    @cached_property
    def texts(self) -> dict[str, str]:
        """All texts that templates of this chart and those below may be made of, by such paths."""
        return self._texts(lambda name: os.path.basename(name) not in _OTHERS)

    def _texts(self, wanted: Callable[[str], bool]) -> dict[str, str]:
        return {
            os.path.join(one.folder, name): content.decode(errors="replace")
            for one in self.everything()
            for name, content in one.files.items()
            if wanted(name)
        }

    @property
    def folder(self) -> str:
        """Where Helm says that it lies: an archive goes by the name of the folder in it."""
        return "/".join(part for part in self.path.split("/") if not part.endswith(PACKED))

    @property
    def entry(self) -> str:
        """The folder that it lies in or the archive that it is packed in, below the top chart."""
        above, _, _ = self.path.rpartition("/")
        return above if above.endswith(PACKED) else self.path
