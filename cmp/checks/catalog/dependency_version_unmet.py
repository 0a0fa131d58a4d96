"""no chart in charts/ has a version that fits a dependency of Chart.yaml.

Helm does not report it. It renders such a chart all the same, by its own name. An alias is then without effect, and so
is what is meant for it: its values, and the dependency's condition, tags and `import-values`, so that a chart that is
switched off may be rendered. Where Chart.yaml names no version, no version fits. Where the chart serves another entry
of Chart.yaml, the dependency is left out.

Put a version that fits into charts/, as `helm dependency update` does, or name a range that it fits.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmp.chart.chart import Chart
from cmp.chart.mounts import taken
from cmp.checks.chart_file import dependency_places
from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity
from cmp.text import among
from cmp.value import Value

SEVERITY = Severity.WARNING
_TOLD = 8  # versions
_FOR_THE_ALIAS = ("alias", "condition", "tags", "import-values")


def check(facts: Facts) -> Iterator[Finding]:
    """Find such dependencies of the chart, and of the charts below it."""
    for chart in facts.values.chart.everything() if facts.values else ():
        unmet = list(_unmet(chart))
        places = dependency_places(chart) if unmet else []
        for one in unmet:
            yield _finding(one, *places[one.number])


class _Unmet(Value):
    """A dependency by its number, the versions of its name that are there, and whether other entries take those."""

    number: int
    said: Mapping[str, Any]
    versions: str
    others: bool


def _unmet(chart: Chart) -> Iterator[_Unmet]:
    charts = taken(chart)
    met = {number for _, entries in charts for number in entries}
    by_name = defaultdict[str, list[tuple[str, bool]]](list)
    for below, entries in charts:
        by_name[repr(below.metadata.get("name"))].append((str(below.metadata.get("version", "")), bool(entries)))
    versions = {name: _versions([version for version, _ in copies]) for name, copies in by_name.items()}
    others = {name: all(serves for _, serves in copies) for name, copies in by_name.items()}
    for number, said in enumerate(chart.dependencies):
        name = repr(said.get("name"))
        if name in by_name and number not in met and _matters(said):
            yield _Unmet(number=number, said=said, versions=versions[name], others=others[name])


def _versions(there: Sequence[str]) -> str:
    more = [f"{len(there) - _TOLD} more"] if len(there) > _TOLD else []
    return among([*there[:_TOLD], *more])


def _matters(one: Mapping[str, Any]) -> bool:
    """Tell whether the version was asked for, or something beside it is lost."""
    return bool(one.get("version")) or one.get("alias") not in (None, "", one.get("name"))


def _finding(one: _Unmet, where: str, position: Position) -> Finding:
    name, wanted = one.said.get("name"), one.said.get("version")
    says = f"asks for {name} {wanted}, and charts/ has {one.versions}" if wanted else f"names no version of {name}"
    return Finding(
        severity=SEVERITY,
        ref=None,
        message=f"{where} {says}: {_effect(one)}",
        fix="put a version that fits into charts/ (`helm dependency update`), or name a range that it fits"
        if wanted
        else f"name it: `version: {one.versions}`",
        position=position,
    )


def _effect(one: _Unmet) -> str:
    """Return what Helm does with a dependency for which no version fits."""
    name, alias = one.said.get("name"), one.said.get("alias")
    if one.others:
        return "Helm leaves this dependency out"
    if alias in (None, "", name):
        return "Helm renders that all the same"
    lost = [key for key in _FOR_THE_ALIAS if one.said.get(key)]
    return f"Helm calls the chart {name} and not {alias}, and passes over {among([f'`{key}`' for key in lost])}"
