"""a chart depends on two charts of one name, from two repositories.

`helm dependency update` looks for the versions of both in one index, and so takes a version that the other repository
does not have, or none. Where both come to one version, their archives have one file name: the last one stays, and is
rendered under both aliases. Nothing is said of it, and Chart.lock names both repositories.

Give the charts different names where they are made, or put one into charts/ as a folder, under a name of its own.
"""

from collections.abc import Iterator

from cmp.chart.chart import Chart
from cmp.checks.chart_file import dependency_places
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find such dependencies of the chart, and of the charts below it."""
    for chart in facts.values.chart.everything() if facts.values else ():
        others = dict(_others(chart))
        places = dependency_places(chart) if others else []
        for number, name in others.items():
            where, position = places[number]
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{where} asks for {name}, and an entry above for that of another repository: Helm looks for"
                " both in one index, and renders one of them twice where their versions are equal",
                fix="give the charts different names, or put one into charts/ as a folder with a name of its own",
                position=position,
            )


def _others(chart: Chart) -> Iterator[tuple[int, str]]:
    """Yield the number and the name of each dependency whose repository is another one than the first of that name."""
    first = dict[str, str]()
    for number, one in enumerate(chart.wanted):
        repository = one.repository.rstrip("/")
        if repository and first.setdefault(one.name, repository) != repository:
            yield number, one.name
