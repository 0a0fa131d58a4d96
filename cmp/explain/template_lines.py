"""Finding the lines of a chart's templates that mention a value, by a text search."""

from collections.abc import Sequence

from cmp.chart.chart import TEMPLATES, Chart
from cmp.chart.mounts import mounts
from cmp.chart.value_mentions import line_of

_GLOBAL = "global"
_CHARTS = "charts/"
_Keys = tuple[str, ...]


class Sources:
    """The texts of a chart's templates and files, with the places of the charts below it."""

    def __init__(self, chart: Chart) -> None:
        self._texts = chart.texts
        # Helm calls a dependency by its alias, and its folder has its name.
        self._folders = {one.home: one.chart.folder for one in mounts(chart) if one.at == one.home}

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
        above, found, name = origin.partition("/")[2].partition(TEMPLATES)
        home = tuple(above.split("/")[1:-1:2])
        folder = self._folders.get(home, above.rstrip("/"))
        templates = f"{folder}/{TEMPLATES}" if folder else TEMPLATES
        path = f"{templates}{name}" if found else above
        helpers = [name for name in self._texts if name.startswith(f"{templates}_")]
        own = self._within(home, keys)
        lines = ((name, line_of(self._texts.get(name, ""), own)) for name in (path, *helpers))
        return next((f"{name}:{line}" for name, line in lines if line), path)

    def first(self, keys: Sequence[str]) -> str:
        """Return the first line of all templates that mentions a value, "" if there is none."""
        homes = sorted(self._folders, key=len)
        for path, text in self._texts.items():
            for home in homes:
                folder = self._folders[home]
                inside = path.startswith(f"{folder}/") if folder else not path.startswith(_CHARTS)
                if inside and (line := line_of(text, self._within(home, keys))):
                    return f"{path}:{line}"
        return ""

    def _within(self, home: _Keys, keys: Sequence[str]) -> _Keys:
        """Return the path of a value as the templates of a chart see it, the whole path where they do not."""
        below = tuple(keys[len(home) :]) if tuple(keys[: len(home)]) == home else ()
        outside = self.outside(keys)
        return below or (outside if outside[:1] == (_GLOBAL,) else tuple(keys))
