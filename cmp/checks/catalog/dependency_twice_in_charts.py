"""charts/ holds a dependency twice, as a folder and an archive, or in two versions.

Helm loads both, in no fixed order: it renders now the one, now the other, and the order of their files decides whose
templates and whose default values count. A copy that Chart.yaml does not ask for is rendered beside the other one. Two
versions are right where Chart.yaml asks for each of them, under an alias.

Delete the one that is not meant. `helm dependency update` leaves the versions of Chart.yaml alone, but no folder.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import groupby

from cmp.chart.chart import PACKED, Chart
from cmp.chart.metadata import Dependency, InstalledChart
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.values.render_values import RenderValues

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find them in the charts/ folder of the chart, and of each chart in a folder of it."""
    values = facts.values
    for chart in values.chart.everything() if values else ():
        if values and PACKED not in chart.path:
            yield from _twice(chart, values)


def _twice(chart: Chart, values: RenderValues) -> Iterator[Finding]:
    there = sorted(chart.installed, key=lambda one: one.name)
    for name, members in groupby(there, key=lambda one: one.name):
        copies = list(members)
        if len(copies) > 1 and not _each_is_wanted(copies, [one for one in chart.wanted if one.name == name]):
            paths = " and ".join(values.resolver.shown(os.path.join(values.folder, one.entry)) for one in copies)
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{paths} are each the chart {name}: Helm takes now one, now the other",
                fix="delete the one that is not meant",
            )


def _each_is_wanted(copies: Sequence[InstalledChart], wanted: Sequence[Dependency]) -> bool:
    """Tell whether Chart.yaml asks for each copy, and for none of them in a way that two copies serve."""
    served = [[one for one in copies if one.serves(dependency)] for dependency in wanted]
    return all(len(fitting) == 1 for fitting in served) and all([one] in served for one in copies)
