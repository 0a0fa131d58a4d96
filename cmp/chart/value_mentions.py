"""Mentions of `.Values` in a chart's templates: their texts, and the lines that mention a path."""

import os
import re
import tarfile
from collections.abc import Iterable, Iterator, Sequence

from cmp.errors import SourceError
from cmp.system.files import MAX_BYTES

_TEXTS = (".yaml", ".yml", ".tpl", ".txt", ".json", ".toml", ".conf", ".ini", ".properties", ".sh", ".gotmpl", ".xml")
_NOT = ("values.yaml", "Chart.yaml", "Chart.lock", "values.schema.json")  # what no template is made of


def texts(chart: str) -> dict[str, str]:
    """Return all texts of a chart and its dependencies that a template may be made of, by path below the chart.

    Files count that lie elsewhere than in templates/, since a template may read them, and so do packed dependencies.
    """
    found: dict[str, str] = {}
    seen = set()
    for folder, folders, names in os.walk(chart, followlinks=True):
        if (real := os.path.realpath(folder)) in seen:  # a link that leads back
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            below = os.path.relpath(path, chart)
            if name.endswith(".tgz"):
                found |= dict(_packed(path, os.path.dirname(below)))
            elif name.endswith(_TEXTS) and name not in _NOT and os.path.getsize(path) <= MAX_BYTES:
                with open(path, encoding="utf-8", errors="replace") as file:
                    found[below] = file.read()
    return found


# `index .Values "a" "b"` means a path; in `dict "image" .Values.image "root" .` the next text is another argument.
_MENTION = re.compile(
    r"(?:\b(index|get|hasKey)\s+)?(?:\$\w*)?\.Values\b((?:\.\w+)*)((?:\s+(?:\"[^\"\n]*\"|`[^`\n]*`))*)"
)
_QUOTED = re.compile(r"[\"`]([^\"`]*)[\"`]")


def mentions(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each path below `.Values` that a text mentions, with its line; an empty one where it takes all values."""
    line, at = 1, 0
    for found in _MENTION.finditer(text):
        dotted = tuple(found[2].split(".")[1:])
        line, at = line + text.count("\n", at, found.start(2)), found.start(2)
        yield (*dotted, *(_QUOTED.findall(found[3]) if found[1] else ())), line


def line_of(text: str, keys: Sequence[str]) -> int:
    """Return the first line that mentions a path or something below it, else the nearest above it; 0 if none does."""
    wanted = tuple(keys)
    found = list(mentions(text))
    below = [line for path, line in found if path[: len(wanted)] == wanted]
    above = sorted((-len(path), line) for path, line in found if path == wanted[: len(path)])
    return below[0] if below else above[0][1] if above else 0


class Mentions:
    """All paths below `.Values` that some texts mention."""

    def __init__(self, everything: Iterable[str]) -> None:
        self.paths = frozenset(path for text in everything for path, _ in mentions(text))
        self._heads = frozenset(path[:depth] for path in self.paths for depth in range(1, len(path) + 1))

    def unread(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return the shortest head of a path that no text mentions; nothing where one may read the path.

        A path may be read where it, something below it, or something above it as a whole is mentioned.
        """
        heads = [tuple(keys[:depth]) for depth in range(len(keys) + 1)]
        if heads[-1] in self._heads or any(head in self.paths for head in heads):
            return ()
        return next(head for head in heads[1:] if head not in self._heads)


def _packed(path: str, below: str) -> Iterator[tuple[str, str]]:
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(_TEXTS) and member.size <= MAX_BYTES:
                    file = archive.extractfile(member)
                    yield os.path.join(below, member.name), file.read().decode(errors="replace") if file else ""
    except (OSError, tarfile.TarError):
        raise SourceError(
            f"can't read {path}", fix="pack the archive again, or let the user of this process read it"
        ) from None
