"""A chart with all its dependencies, and without git's own files: itself, or a copy where it lacks some or has these.

Nothing is written where the chart lies: that may be a checkout, or a store that all renders share.
"""

import os

from cmp.chart.build import CHARTS, build
from cmp.chart.lock import listed
from cmp.chart.quick_look import holds_git
from cmp.config.model import Config
from cmp.sources.declaration import Opened
from cmp.sources.files import copy_files
from cmp.sources.paths import PathResolver
from cmp.system.written import copying


def complete(chart: str, config: Config, resolver: PathResolver) -> tuple[str, PathResolver]:
    """Return the chart's folder, or that of a copy, and the resolver that gives a copy the chart's own name.

    Raises:
        SourceError: a dependency can't be had, or the chart's lock is not of its dependencies.
    """
    if not listed(chart, resolver).lacking and not holds_git(chart):
        return chart, resolver
    copy = _copied(chart, config, resolver)
    path = os.path.normpath(os.path.join(copy.folder, os.path.relpath(chart, resolver.root_of(chart))))
    return path, resolver.replace(copies=(*resolver.copies, copy))


def _copied(chart: str, config: Config, resolver: PathResolver) -> Opened:
    """Return a copy of a chart's root that holds the chart alone; closing the session removes it.

    Raises:
        SourceError: a dependency can't be had, or there is no room.
    """
    home = resolver.home(chart)
    top = resolver.opening().scratch()
    copy = os.path.join(top, os.path.relpath(chart, resolver.root_of(chart)))
    with copying("the chart, with its dependencies"):
        copy_files(chart, copy, without=lambda path, _: path == CHARTS)
        build(chart, os.path.join(copy, CHARTS), config, resolver)
    return Opened(alias=home.alias if home else "", folder=top, label=home.label if home else "")
