"""a value that looks like "off" does not switch a dependency off: it is neither true nor false.

To Helm a condition or tag that is a text, a number or null is none. It takes the next condition, or the tags, and
where nothing is left the dependency is rendered. Helm warns on stderr, which Argo CD shows only of a render that
failed. Quotes in a values file, `--set-string` and a parameter with `forceString: true` make such texts.

Write false without quotes; leave `forceString` out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.chart.chart import Chart
from cmp.chart.mounts import taken
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.values.dotted import join, split
from cmp.values.located import Located
from cmp.values.stack import Stack

SEVERITY = Severity.WARNING
_OFF = ("", "0", "false", "n", "no", "off")


def check(facts: Facts) -> Iterator[Finding]:
    """Find such values of the chart's dependencies, and of those of the charts below it.

    Source: processDependencyTags and processDependencyConditions in pkg/chartutil/dependencies.go of Helm 3.17.2 and
    pkg/chart/v2/util/dependencies.go of Helm 4.3.1.
    """
    if facts.values is None:
        return
    stack = facts.values.stack
    for chart, home in ((one.chart, one.home) for one in stack.mounts if one.at == one.home and not one.inside):
        there = {number for _, numbers in taken(chart) for number in numbers}
        for number, one in enumerate(chart.dependencies):
            if number in there:
                yield from _found(stack, chart, home, one)


def _found(stack: Stack, chart: Chart, home: tuple[str, ...], one: Mapping[str, Any]) -> Iterator[Finding]:
    for keys in (*_conditions(stack, home, one), *(("tags", tag) for tag in one.get("tags") or ())):
        mark = _said(stack, keys)
        if mark and not isinstance(mark.value, bool) and _looks_off(mark.value):
            name = one.get("alias") or one.get("name")
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{mark.where}: {join(keys)} is no false to Helm, which renders the dependency {name} of "
                f"{chart.metadata.get('name')}",
                fix="write false, without quotes, or leave it out; a parameter must not say `forceString`",
                position=mark.position,
            )


def _conditions(stack: Stack, home: tuple[str, ...], one: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the paths that Helm looks at: up to the first one that is true or false."""
    said = one.get("condition")
    for path in said.split(",") if isinstance(said, str) else ():
        keys = (*home, *split(path.strip())) if path.strip() else ()
        mark = _said(stack, keys) if keys else None
        if mark:
            yield keys
            if isinstance(mark.value, bool):
                return


def _said(stack: Stack, keys: tuple[str, ...]) -> Located | None:
    """Return what counts of a path, None where nothing says anything of it."""
    words = stack.said(keys)
    return words[-1][1] if words and words[-1][0] == keys else None


def _looks_off(value: Any) -> bool:
    return value.strip().lower() in _OFF if isinstance(value, str) else value is None or value in (0, 0.0)
