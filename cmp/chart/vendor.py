"""A chart's dependencies to be committed: in the charts/ folder of a copy of the chart, or of the chart itself."""

import os
import shutil
import tempfile
from collections.abc import Iterator

from cmp.chart.build import CHARTS, build
from cmp.chart.lock import listed, settled
from cmp.config.model import Config
from cmp.sources.paths import PathResolver
from cmp.system.files import is_folder


def vendored_in_copy(chart: str, copy: str, config: Config, resolver: PathResolver) -> None:
    """Complete a copy of a chart, beside which no other chart of the repository lies.

    Raises:
        SourceError: a dependency can't be had.
    """
    if listed(chart, resolver).lacking:
        into = os.path.join(copy, CHARTS)
        shutil.rmtree(into, ignore_errors=True)
        build(chart, into, config, resolver)


def vendored_in_place(chart: str, config: Config, resolver: PathResolver) -> bool:
    """Write dependencies from other repositories into a chart's own charts/ folder; tell whether that changed it.

    Raises:
        SourceError: a dependency can't be had.
    """
    if not listed(chart, resolver).dependencies:
        return False
    charts = os.path.join(chart, CHARTS)
    before = _entries(charts)
    with tempfile.TemporaryDirectory(prefix=".charts-", dir=chart) as fresh:
        work = os.path.join(fresh, CHARTS)
        build(chart, work, config, resolver, local=False)
        if (after := _entries(work)) != before:
            shutil.rmtree(charts, ignore_errors=True)
            os.rename(work, charts)
    return after != before


def outdated(chart: str, resolver: PathResolver) -> Iterator[str]:
    """Yield a line for each dependency whose version in charts/ is not the lock's; none if charts/ holds no chart.

    Raises:
        SourceError: the lock is of other dependencies.
    """
    said = listed(chart, resolver)
    there = said.installed
    for one in settled(said) if said.lock is not None and there else ():
        versions = [found.version for found in there if found.name == one.name]
        if one.repository and not any(map(one.takes, versions)):
            lock = said.at(said.lock_file)
            yield f"{one.name} is {' and '.join(versions) or 'missing'}, and {lock} says {one.version}"


def _entries(folder: str) -> list[str]:
    return sorted(os.listdir(folder)) if is_folder(folder) else []
