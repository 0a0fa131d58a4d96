"""The texts of a chart's templates and schemas, those of its subcharts included, by the names that Helm gives them."""

import os
import tarfile
from collections.abc import Callable, Iterator

from cmp.system.files import MAX_BYTES, is_file

_FOLDERS = ("templates", "charts")
_PACKED = (".tgz", ".tar.gz")
_SCHEMA = "values.schema.json"
_Wanted = Callable[[str], bool]


def templates(chart: str) -> dict[str, str]:
    """Return each template's text by its path below the chart; what can't be read is left out."""
    return dict(_below(chart, "", lambda path: "templates/" in path))


def schemas(chart: str) -> dict[str, str]:
    """Return the text of each schema of values by its path below the chart; what can't be read is left out."""
    own = os.path.join(chart, _SCHEMA)
    found = {_SCHEMA: _text(own)} if is_file(own) else {}
    return found | dict(_below(chart, "", lambda path: path.endswith(f"/{_SCHEMA}")))


def _below(folder: str, name: str, wanted: _Wanted) -> Iterator[tuple[str, str]]:
    for part in _FOLDERS:
        for here, _, files in os.walk(os.path.join(folder, part)):
            for file in files:
                path = os.path.join(here, file)
                shown = os.path.join(name, os.path.relpath(path, folder))
                if file.endswith(_PACKED):
                    yield from _packed(path, os.path.dirname(shown), wanted)
                elif wanted(shown):
                    yield shown, _text(path)


def _text(path: str) -> str:
    """Return a file's text, "" where it is none: a pipe, or a link that leads nowhere."""
    if not is_file(path):
        return ""
    try:
        with open(path, encoding="utf-8", errors="replace") as text:
            return text.read(MAX_BYTES)
    except OSError:
        return ""


def _packed(path: str, name: str, wanted: _Wanted) -> Iterator[tuple[str, str]]:
    try:
        with tarfile.open(path) as archive:
            left = MAX_BYTES
            for member in archive:
                left -= member.size
                if left < 0:
                    return
                if wanted(member.name) and (file := archive.extractfile(member)):
                    yield os.path.join(name, member.name), file.read().decode(errors="replace")
    except (OSError, tarfile.TarError, EOFError, KeyError):  # KeyError: a link that leads nowhere
        return  # Helm has rendered it, or does not need it
