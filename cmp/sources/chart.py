"""Which folder holds the chart."""

import os

from cmp.errors import SourceError
from cmp.values.placeholders import fill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.config.model import Config
    from cmp.request import AppRequest
    from cmp.sources.places import Places


def chart_folder(request: "AppRequest", config: "Config", places: "Places") -> str:
    """Return the chart's folder: the one that swell.yaml names, else the application's; "" if there is none to render.

    Raises:
        SourceError: it holds no chart, and no other manifests are named either.
    """
    folder = places.resolve(fill(config.chart, request)) if config.chart else places.folder
    if os.path.isfile(os.path.join(folder, "Chart.yaml")):
        return folder
    if config.chart:
        raise SourceError(f"no chart in {places.shown(folder)}: it has no Chart.yaml", where=config.where[0])
    if config.manifests:
        return ""
    raise SourceError(
        f"no chart: {places.shown(folder)} has no Chart.yaml, and no swell.yaml names one",
        cure="set the Application's path to a chart's folder, or add a swell.yaml with `chart:`",
    )
