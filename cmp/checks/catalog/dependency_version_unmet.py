"""no chart in charts/ has a version that fits a dependency of Chart.yaml.

Helm does not report it. It renders such a chart all the same, by its own name. An alias is then without effect, and so
is what is meant for it: its values, and the dependency's condition, tags and `import-values`, so that a chart that is
switched off may be rendered. Where Chart.yaml names no version, no version fits. Where the chart serves another entry
of Chart.yaml, the dependency is left out.

Put a version that fits into charts/, as `helm dependency update` does, or name a range that it fits.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.chart.chart import Chart
from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity
from cmp.text import among
from cmp.values.layer import Layer
from cmp.values.load import load_marked
from cmp.values.located import Located, LocatedMapping

SEVERITY = Severity.WARNING
_FOR_THE_ALIAS = ("alias", "condition", "tags", "import-values")


def check(facts: Facts) -> Iterator[Finding]:
    """Find such dependencies of the chart, and of the charts below it."""
    for chart in facts.values.chart.everything() if facts.values else ():
        for one in chart.dependencies:
            copies = [below for below in chart.charts if below.metadata.get("name") == one.get("name")]
            if copies and not any(below.is_taken_for(one) for below in copies) and _matters(one):
                yield _finding(chart, one, copies)


def _matters(one: Mapping[str, Any]) -> bool:
    """Tell whether the version was asked for, or something beside it is lost."""
    return bool(one.get("version")) or one.get("alias") not in (None, "", one.get("name"))


def _finding(chart: Chart, one: Mapping[str, Any], copies: list[Chart]) -> Finding:
    name, wanted = one.get("name"), one.get("version")
    there = among([str(below.metadata.get("version", "")) for below in copies])
    path = chart.named(chart.list_file)
    file = Layer(name=path, path=path, text=chart.text(chart.list_file), revision=chart.revision)
    mark = _mark(file, one)
    says = f"asks for {name} {wanted}, and charts/ has {there}" if wanted else f"names no version of {name}"
    return Finding(
        severity=SEVERITY,
        ref=None,
        message=f"{file.at(mark.line)} {says}: {_effect(chart, one, copies)}",
        fix="put a version that fits into charts/ (`helm dependency update`), or name a range that it fits"
        if wanted
        else f"name it: `version: {there}`",
        position=Position(file=file.name, line=mark.line, column=mark.column),
    )


def _effect(chart: Chart, one: Mapping[str, Any], copies: list[Chart]) -> str:
    """Return what Helm does with a dependency for which no version fits."""
    name, alias = one.get("name"), one.get("alias")
    if all(any(map(below.is_taken_for, chart.dependencies)) for below in copies):
        return "Helm leaves this dependency out"
    if alias in (None, "", name):
        return "Helm renders that all the same"
    lost = [key for key in _FOR_THE_ALIAS if one.get(key)]
    return f"Helm calls the chart {name} and not {alias}, and passes over {among([f'`{key}`' for key in lost])}"


def _mark(file: Layer, one: Mapping[str, Any]) -> Located:
    """Return where a dependency begins; the file's own beginning where that can't be told."""
    tree = load_marked(file)
    listed = tree.get("dependencies") if isinstance(tree, LocatedMapping) else None
    marked = zip(listed.value, listed.elements, strict=True) if isinstance(listed, Located) else ()
    found = (tree.mark for said, tree in marked if said == one and isinstance(tree, LocatedMapping))
    return next(found, Located(layer=file, line=0, value=None))
