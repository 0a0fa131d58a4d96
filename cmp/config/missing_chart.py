"""The error that a folder holds no chart, with what lies there in the chart's place."""

import os

from cmp.errors import SourceError
from cmp.system.files import entries, is_file

_SHOWN = 5
TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.config.model import Config
    from cmp.sources.paths import PathResolver


def missing_chart(folder: str, config: "Config", resolver: "PathResolver", *, guessed: bool) -> SourceError:
    """Return the error that a folder has no Chart.yaml; `guessed` tells whether Argo CD did not name the root."""
    root = _root(resolver) if guessed else ""
    if config.chart:
        return SourceError(
            f"no chart in {resolver.shown(folder)}: it has no Chart.yaml",
            where=config.place("chart"),
            here=root,
            fix="correct `chart`: a leading / is the repository's root, else it starts at the application's folder",
        )
    other, fix = _other(folder)
    if not other and (below := _charts(folder)):
        other, fix = f"folders with a chart: {', '.join(map(resolver.shown, below))}", "name one of these folders"
    return SourceError(
        f"no chart: {resolver.shown(folder)} has no Chart.yaml, "
        "and no swell.yaml up to the repository's root names one",
        here="\n".join(filter(None, (other, root))),
        fix=fix or "set the Application's path to a chart's folder, or add a swell.yaml with `chart:`",
    )


def _charts(folder: str) -> list[str]:
    """Return the first folders in a folder that hold a chart."""
    found = (entry.path for entry in entries(folder) if is_file(os.path.join(entry.path, "Chart.yaml")))
    return sorted(found)[:_SHOWN]


def _root(resolver: "PathResolver") -> str:
    name = os.path.basename(resolver.root) or resolver.root
    return f"the repository's root is {name}" + ("" if resolver.has_git else ", for there is no .git in it or above")


def _other(folder: str) -> tuple[str, str]:
    """Return what lies in a folder in the place of a Chart.yaml, and the fix for that; "" where nothing does."""
    for entry in sorted(os.listdir(folder)):
        if entry.lower() in ("chart.yaml", "chart.yml"):
            return f"there is {entry}, which Helm does not read", "rename it to Chart.yaml"
        if entry.lower() in ("kustomization.yaml", "kustomization.yml"):
            fix = "let Argo CD render it, without a plugin; `kustomize build | swell plan -` tells how its sync ends"
            return f"there is {entry}, which no Helm reads", fix
    return "", ""
