"""Filling a charts/ folder with all that a chart depends on, as `helm dependency build` does it."""

import os
import shutil
from collections.abc import Sequence

from cmp.chart.beside import SCHEME, packed_beside
from cmp.chart.brought import brought
from cmp.chart.installed import ARCHIVES, installed_charts
from cmp.chart.lock import settled
from cmp.chart.metadata import Dependency, chart_dependencies
from cmp.chart.package import archive_name, pack
from cmp.config.model import Config
from cmp.errors import SourceError
from cmp.sources.files import copy_files
from cmp.sources.paths import PathResolver

CHARTS = "charts"


def fill(chart: str, into: str, config: Config, resolver: PathResolver, *, neighbours: bool = True) -> None:
    """Write a charts/ folder for a chart, which may have some of it already.

    Args:
        chart: the chart's folder, in which nothing is written.
        into: the folder to make.
        config: whose policy counts.
        resolver: where sources are opened, and paths have names.
        neighbours: whether charts of the same repository belong into it, too.

    Raises:
        SourceError: a dependency can't be had, or the chart's lock is of others.
    """
    said = chart_dependencies(chart, resolver)
    wanted = settled(said)
    where = said.file if said.lock is None else said.lock_file
    os.makedirs(into)
    _keep(os.path.join(chart, CHARTS), into, wanted)
    there = installed_charts(into)
    for one in wanted:
        if one.repository.startswith(SCHEME):
            if neighbours:
                packed_beside(one, chart, into, resolver, where=where)
        elif not any(found.serves(one) for found in there):
            if not one.repository:
                raise SourceError(f"the dependency {one.name} has no repository, and is not in charts/", where=where)
            folder, version = brought(one, config, resolver, where=where)
            pack(folder, os.path.join(into, archive_name(one.name, version, where=where)), name=one.name)


def _keep(charts: str, into: str, wanted: Sequence[Dependency]) -> None:
    """Copy what stays: all but archives that are of nothing wanted, or of what is packed anew."""
    known = {found.entry: found for found in installed_charts(charts)}
    stays = [one for one in wanted if not one.repository.startswith(SCHEME)]
    for entry in os.listdir(charts) if os.path.isdir(charts) else ():
        path = os.path.join(charts, entry)
        if os.path.isdir(path):
            copy_files(path, os.path.join(into, entry))
        elif not entry.endswith(ARCHIVES) or any(entry in known and known[entry].serves(one) for one in stays):
            shutil.copyfile(path, os.path.join(into, entry))
