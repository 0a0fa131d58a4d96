"""a layer sets a value to the chart's own default.

Such a value has no effect today. It will hold back a default that the chart's next version may change for a good
reason, and it hides the values that matter. To set it is right if it must stay whatever the chart says.

What another repository or a chart sets is left alone: only the layers of this repository and the Application count. So
is a value whose default stands in a line of the chart that Helm may lose (last-values-line-lost).

Remove it, unless it is meant to stay.
"""

from collections.abc import Iterator, Sequence

from cmp.checks.facts import Facts
from cmp.helm.charts_read import without_lost_lines
from cmp.helm.last_line import may_lose
from cmp.helm.versions import numbers
from cmp.model import Finding, Severity
from cmp.values.dotted import join
from cmp.values.located import MAPPING, Located, leaves

SEVERITY = Severity.INFO
_SHOWN = 5


def check(facts: Facts) -> Iterator[Finding]:
    """Find values that equal the chart's default; one finding for each layer."""
    values = facts.values
    if values is None or not values.stack.defaults:
        return
    stack = values.stack
    if may_lose(numbers(facts.config.helm)) and (kept := without_lost_lines(stack.chart)) != stack.chart:
        stack = stack.replace(chart=kept)
    found: dict[str, list[str]] = {}
    first: dict[str, Located] = {}
    lowest = {layer.name for layer in stack.defaults.values()}
    for tree in (*stack.own, *stack.assigned):
        for keys, mark in leaves(tree):
            words = stack.exactly(keys)
            if (
                not mark.layer.revision
                and len(words) > 1
                and words[0].layer.name in lowest
                and mark is words[-1]
                and _all_alike(words)
            ):
                first.setdefault(mark.layer.name, mark)
                found.setdefault(mark.layer.name, []).append(
                    f"{join(keys)}{f' (line {mark.line})' if mark.line else ''}"
                )
    for name, paths in found.items():
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"{name}: the chart says the same by itself: {', '.join(paths[:_SHOWN])}{more}",
            fix="take them out, unless they are meant to stay whatever the chart says",
            position=first[name].position,
        )


def _all_alike(words: Sequence[Located]) -> bool:
    first = words[0].value
    return (
        first is not MAPPING
        and first != {}
        and all(type(one.value) is type(first) and one.value == first for one in words)
    )
