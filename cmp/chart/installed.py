"""The charts in a charts/ folder, by the names and versions in their Chart.yaml, as Helm takes them."""

import os
from collections.abc import Iterator

from cmp import dialect
from cmp.chart.archive import BROKEN, members
from cmp.chart.metadata import InstalledChart
from cmp.system.files import MAX_BYTES, is_folder

ARCHIVES = (".tgz", ".tar.gz")


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
            with open(path, "rb") as file:
                return next((text.decode() for _, text in members(file, _is_chart_yaml) if text), "")
    except (*BROKEN, UnicodeDecodeError):
        return ""
    return ""


def _is_chart_yaml(path: str) -> bool:
    return path.split("/")[1:] == ["Chart.yaml"]
