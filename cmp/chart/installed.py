"""The charts in a charts/ folder, by the names and versions in their Chart.yaml, as Helm takes them."""

import os
import tarfile
from collections.abc import Iterator

from cmp import dialect
from cmp.chart.metadata import ChartDependencies, Dependency
from cmp.sources.pull.semver import version
from cmp.sources.pull.semver_ranges import constraint
from cmp.system.files import MAX_BYTES, is_folder
from cmp.value import Value

ARCHIVES = (".tgz", ".tar.gz")


class InstalledChart(Value):
    """A chart in charts/: the name of its file or folder there, and its own name and version."""

    entry: str
    name: str
    version: str

    def serves(self, wanted: Dependency) -> bool:
        """Tell whether it is the dependency that is wanted, in a version that fits."""
        return self.name == wanted.name and in_range(self.version, wanted.version)


def in_range(found: str, wanted: str) -> bool:
    """Tell whether a version is the one that is wanted, or one of them; to Helm `latest` is no version."""
    fits, known = constraint(wanted or "*"), version(found)
    return bool(fits and known and fits(known))


def lacking(chart: str, described: ChartDependencies) -> list[str]:
    """Return the names of the dependencies that are not there, in whatever version."""
    there = {one.name for one in installed_charts(os.path.join(chart, "charts"))}
    return [one.name for one in described.wanted if one.name not in there]


def installed_charts(folder: str) -> list[InstalledChart]:
    """Return the charts in a charts/ folder."""
    entries = sorted(os.listdir(folder)) if is_folder(folder) else []
    texts = {entry: _chart_yaml(os.path.join(folder, entry)) for entry in entries if entry[0] not in "._"}
    return list(_described(texts))


def _described(texts: dict[str, str]) -> Iterator[InstalledChart]:
    for entry, text in texts.items():
        try:
            said = dialect.load(text)
        except dialect.YamlError:
            continue  # Helm, which reads it again, says what is wrong with it
        if isinstance(said, dict):
            yield InstalledChart(entry=entry, name=str(said.get("name", "")), version=str(said.get("version", "")))


def _chart_yaml(path: str) -> str:
    """Return a chart's Chart.yaml, "" where there is none that can be read."""
    try:
        if is_folder(path):
            with open(os.path.join(path, "Chart.yaml"), encoding="utf-8") as file:
                return file.read(MAX_BYTES)
        if path.endswith(ARCHIVES):
            with tarfile.open(path) as archive:
                for member in archive:
                    parts = member.name.removeprefix("./").split("/")
                    if parts[1:] == ["Chart.yaml"] and (content := archive.extractfile(member)):
                        return content.read(MAX_BYTES).decode()
    except (OSError, tarfile.TarError, EOFError, UnicodeDecodeError, KeyError):  # KeyError: a link that leads nowhere
        return ""
    return ""
