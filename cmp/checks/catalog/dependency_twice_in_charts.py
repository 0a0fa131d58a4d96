"""dependency-twice-in-charts: charts/ holds a dependency twice, as a folder and an archive, or in two versions.

Helm loads both, in no fixed order: it renders now the one, now the other, and the order of their files decides whose
templates and whose default values count. A copy that Chart.yaml does not ask for is rendered beside the other one. Two
versions are right where Chart.yaml asks for each of them, under an alias.

Delete the one that is not meant. `helm dependency update` leaves the versions of Chart.yaml alone, but no folder.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import groupby

from cmp.chart.installed import InstalledChart, installed_charts
from cmp.chart.metadata import Dependency, chart_dependencies
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.sources.paths import PathResolver

SEVERITY = Severity.WARNING
_CHARTS = "charts"


def check(facts: Facts) -> Iterator[Finding]:
    """Find them in the charts/ folder of the chart, and of each chart in a folder of it."""
    values = facts.values
    for chart in _charts(values.chart) if values else ():
        yield from _twice(chart, values.resolver) if values else ()


def _charts(chart: str) -> Iterator[str]:
    yield chart
    below = os.path.join(chart, _CHARTS)
    for one in installed_charts(below):
        folder = os.path.join(below, one.entry)
        if os.path.isdir(folder) and not os.path.islink(folder):  # a link may lead back
            yield from _charts(folder)


def _twice(chart: str, resolver: PathResolver) -> Iterator[Finding]:
    folder = os.path.join(chart, _CHARTS)
    there = sorted(installed_charts(folder), key=lambda one: one.name)
    wanted = chart_dependencies(chart, resolver).wanted if there else ()
    for name, members in groupby(there, key=lambda one: one.name):
        copies = list(members)
        if len(copies) > 1 and not _each_is_wanted(copies, [one for one in wanted if one.name == name]):
            paths = " and ".join(resolver.shown(os.path.join(folder, one.entry)) for one in copies)
            yield Finding(
                check="dependency-twice-in-charts",
                severity=SEVERITY,
                ref=None,
                message=f"{paths} are each the chart {name}: Helm takes now one, now the other",
                fix="delete the one that is not meant",
            )


def _each_is_wanted(copies: Sequence[InstalledChart], wanted: Sequence[Dependency]) -> bool:
    """Tell whether Chart.yaml asks for each copy, and for none of them in a way that two copies serve."""
    served = [[one for one in copies if one.serves(dependency)] for dependency in wanted]
    return all(len(fitting) == 1 for fitting in served) and all([one] in served for one in copies)
