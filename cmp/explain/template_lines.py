"""Finding the lines of a chart's templates that mention a value, by a text search."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from cmp.chart.chart import TEMPLATES, Chart
from cmp.chart.mounts import mounts
from cmp.chart.value_mentions import line_of

_GLOBAL = "global"
_CHARTS = "charts/"
_HELPER = re.compile(rf"(?:\A|(?<=/)){TEMPLATES}(?=_)")
_SLASH = re.compile("/")
_Keys = tuple[str, ...]


class Sources:
    """The texts of a chart's templates and files, with the places of the charts below it."""

    def __init__(self, chart: Chart) -> None:
        self._texts = chart.texts
        # Helm calls a dependency by its alias, and its folder has its name.
        self._folders = {one.home: one.chart.folder for one in mounts(chart) if one.at == one.home}
        self._helpers = cache(lambda: _helpers(self._texts))
        self._line = cache(lambda name, keys: line_of(self._texts.get(name, ""), keys))
        self._helped = cache(lambda templates, keys: self._first_of(self._helpers().get(templates, ()), keys))
        self._found = cache(self._place)

    def outside(self, keys: Sequence[str]) -> _Keys:
        """Return the path of a value at which a layer sets it for all charts: a global's is the top chart's."""
        depths = [depth for depth in range(1, len(keys)) if keys[depth] == _GLOBAL]
        return next((tuple(keys[depth:]) for depth in depths if tuple(keys[:depth]) in self._folders), tuple(keys))

    def line(self, origin: str, keys: Sequence[str]) -> str:
        """Return the template of an object, with the line in it, or in its helpers, that mentions a value.

        Args:
            origin: the template as Helm prints it in `# Source:`.
            keys: the value's path.
        """
        return self._found(origin, tuple(keys))

    def _place(self, origin: str, keys: _Keys) -> str:
        above, found, name = origin.partition("/")[2].partition(TEMPLATES)
        home = tuple(above.split("/")[1:-1:2])
        folder = self._folders.get(home, above.rstrip("/"))
        templates = f"{folder}/{TEMPLATES}" if folder else TEMPLATES
        path = f"{templates}{name}" if found else above
        own = self._within(home, keys)
        return self._first_of([path], own) or self._helped(templates, own) or path

    def first(self, keys: Sequence[str]) -> str:
        """Return the first line of all templates that mentions a value, "" if there is none."""
        homes = defaultdict[str, list[_Keys]](list)
        for home, folder in self._folders.items():
            homes[folder].append(home)
        for path in self._texts:
            around = [path[: slash.start()] for slash in _SLASH.finditer(path)]
            folders = around if path.startswith(_CHARTS) else ["", *around]
            for home in sorted((home for folder in folders for home in homes.get(folder, ())), key=len):
                if line := self._line(path, self._within(home, keys)):
                    return f"{path}:{line}"
        return ""

    def _first_of(self, names: Iterable[str], keys: _Keys) -> str:
        """Return the first file that mentions a value, with the line, "" if none does."""
        lines = ((name, self._line(name, keys)) for name in names)
        return next((f"{name}:{line}" for name, line in lines if line), "")

    def _within(self, home: _Keys, keys: Sequence[str]) -> _Keys:
        """Return the path of a value as the templates of a chart see it, the whole path where they do not."""
        below = tuple(keys[len(home) :]) if tuple(keys[: len(home)]) == home else ()
        outside = self.outside(keys)
        return below or (outside if outside[:1] == (_GLOBAL,) else tuple(keys))


def _helpers(names: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the files of helpers below each folder of templates."""
    found = defaultdict[str, list[str]](list)
    for name in names:
        for templates in _HELPER.finditer(name):
            found[name[: templates.end()]].append(name)
    return found
