"""Finding the lines of a chart's templates that mention a value, by a text search."""

from collections.abc import Sequence

from cmp.chart.chart import Chart
from cmp.chart.value_mentions import line_of
from cmp.value import Value


class Sources:
    """The texts of a chart's templates and files, with its dependencies' names."""

    def __init__(self, chart: Chart) -> None:
        self._texts, self._names = chart.texts, chart.dependency_names

    def paths(self, keys: Sequence[str]) -> "Paths":
        """Return the paths of a value in the chart and in the dependency it is for."""
        inside = tuple(keys[1:]) if keys[0] in self._names else tuple(keys)
        return Paths(outside=inside if inside[:1] == ("global",) else tuple(keys), inside=inside)

    def line(self, origin: str, paths: "Paths") -> str:
        """Return the template of an object, with the line in it, or in its helpers, that mentions a value.

        Args:
            origin: the template as Helm prints it in `# Source:`.
            paths: the value's paths.
        """
        path = origin.partition("/")[2]
        top, _, rest = path.partition("/")
        alias, _, below = rest.partition("/")
        if top == "charts" and alias in self._names:  # Helm calls a dependency by its alias, its folder has its name
            path = f"charts/{self._names[alias]}/{below}"
        folder = path.rpartition("templates/")[0]
        helpers = [name for name in self._texts if name.startswith(f"{folder}templates/_")]
        own = paths.inside if folder else paths.outside
        lines = ((name, line_of(self._texts.get(name, ""), own)) for name in (path, *helpers))
        return next((f"{name}:{line}" for name, line in lines if line), path)

    def first(self, paths: "Paths") -> str:
        """Return the first line of all templates that mentions a value, "" if there is none."""
        found = ((path, line_of(text, paths.inside)) for path, text in self._texts.items())
        return next((f"{path}:{line}" for path, line in found if line), "")


class Paths(Value):
    """The path of a value: `outside` in the chart, `inside` in the templates of the dependency it is for."""

    outside: tuple[str, ...]
    inside: tuple[str, ...]
