"""The folder of the chart that an application renders."""

import os

from cmp.errors import SourceError
from cmp.request.placeholders import fill
from cmp.system.files import is_file, is_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.config.model import Config
    from cmp.request.model import AppRequest
    from cmp.sources.paths import PathResolver


def chart_folder(request: "AppRequest", config: "Config", resolver: "PathResolver") -> str:
    """Return the chart's folder: the one that swell.yaml names, else the application's; "" if there is none to render.

    Raises:
        SourceError: it holds no chart, and no other manifests are named either.
    """
    folder = resolver.resolve(fill(config.chart, request)) if config.chart else resolver.folder
    if is_file(os.path.join(folder, "Chart.yaml")):
        refuse_links(folder, resolver)
        return folder
    if config.chart:
        raise SourceError(
            f"no chart in {resolver.shown(folder)}: it has no Chart.yaml",
            where=config.where[0],
            here=_root(request, resolver),
            fix="correct `chart`: a leading / is the repository's root, else it starts at the application's folder",
        )
    if config.manifests:
        return ""
    raise SourceError(
        f"no chart: {resolver.shown(folder)} has no Chart.yaml, "
        "and no swell.yaml up to the repository's root names one",
        here=_root(request, resolver),
        fix="set the Application's path to a chart's folder, or add a swell.yaml with `chart:`",
    )


def _root(request: "AppRequest", resolver: "PathResolver") -> str:
    """Return, for errors, the folder that was taken for the repository's root; "" where Argo CD has named it."""
    if request.source_path is not None:
        return ""
    name = os.path.basename(resolver.root)
    return f"the repository's root is {name}" + ("" if resolver.has_git else ", for there is no .git in it or above")


def refuse_links(chart: str, resolver: "PathResolver") -> None:
    """Refuse links below a chart's folder that lead out of the repository, for Helm follows every link.

    What lies behind a link to a folder is looked at too, each folder once, however many links lead to it.

    Raises:
        SourceError: there is one.
    """
    waiting, seen = [chart], set()
    while waiting:
        folder = waiting.pop()
        found = os.stat(folder)
        if (found.st_dev, found.st_ino) in seen:
            continue
        seen.add((found.st_dev, found.st_ino))
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_symlink():
                    resolver.refuse_outside(entry.path)
                if is_folder(entry.path):
                    waiting.append(entry.path)
