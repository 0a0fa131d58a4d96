"""The texts of a chart's templates, those of its subcharts included, by the names that Helm gives them."""

import os
import tarfile
from collections.abc import Iterator

from cmp.system.files import MAX_BYTES

_FOLDERS = ("templates", "charts")
_PACKED = (".tgz", ".tar.gz")


def templates(chart: str) -> dict[str, str]:
    """Return each template's text by its path below the chart; what can't be read is left out."""
    return dict(_below(chart, ""))


def _below(folder: str, name: str) -> Iterator[tuple[str, str]]:
    for part in _FOLDERS:
        for here, _, files in os.walk(os.path.join(folder, part)):
            for file in files:
                path = os.path.join(here, file)
                shown = os.path.join(name, os.path.relpath(path, folder))
                if file.endswith(_PACKED):
                    yield from _packed(path, os.path.dirname(shown))
                elif "templates/" in shown:
                    with open(path, encoding="utf-8", errors="replace") as text:
                        yield shown, text.read(MAX_BYTES)


def _packed(path: str, name: str) -> Iterator[tuple[str, str]]:
    try:
        with tarfile.open(path) as archive:
            left = MAX_BYTES
            for member in archive:
                left -= member.size
                if left < 0:
                    return
                if "templates/" in member.name and (file := archive.extractfile(member)):
                    yield os.path.join(name, member.name), file.read().decode(errors="replace")
    except (OSError, tarfile.TarError, EOFError, KeyError):  # KeyError: a link that leads nowhere
        return  # Helm has rendered it, or does not need it
