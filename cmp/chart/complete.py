"""A chart whose dependencies are all there: itself, or a copy with those that it lacks.

Nothing is written where the chart lies: that may be a checkout, or a store that all renders share.
"""

import os

from cmp.chart.copied import copied
from cmp.chart.installed import lacking
from cmp.chart.metadata import chart_dependencies
from cmp.config.model import Config
from cmp.sources.paths import PathResolver


def complete(chart: str, config: Config, resolver: PathResolver) -> tuple[str, PathResolver]:
    """Return the chart's folder, or that of a copy, and the places in which it goes by its own name.

    Raises:
        SourceError: a dependency can't be had, or the chart's lock is not of its dependencies.
    """
    if not lacking(chart, chart_dependencies(chart, resolver)):
        return chart, resolver
    copy = copied(chart, config, resolver)
    path = os.path.normpath(os.path.join(copy.folder, os.path.relpath(chart, resolver.root_of(chart))))
    return path, resolver.replace(copies=(*resolver.copies, copy))
