"""two charts set a global differently, and Helm takes now the one value, now the other.

What a chart in charts/ says deep below `global` (`global.a.b.c`, where the chart above has a mapping at `global.a.b`)
gets into a mapping that all charts of a release share: the chart that Helm visits first sets it for all. Helm visits
charts that Chart.yaml does not list before the others, in an order that differs from run to run. The same commit is
then rendered in two ways, and Argo CD shows and applies a change where there is none.

List both charts as `dependencies` in Chart.yaml, in the order in which they shall count, or set the global in a layer
of your own.
"""

from collections.abc import Iterator
from itertools import groupby

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.values.dotted import join
from cmp.values.undecided import undecided

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find globals that charts set differently which no Chart.yaml lists; one finding for the charts below one."""
    found = undecided(facts.values.stack) if facts.values else ()
    for home, (first, *others) in groupby(found, key=lambda one: one.home):
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"{join([*home, *first.keys])} is one value in {first.one.where}, another in {first.other.where}: "
            f"Helm takes now one, now the other{f', as of {len(others)} more' if others else ''}",
            fix="list both charts as `dependencies` in Chart.yaml, or set the global in a layer of your own",
            position=first.one.position,
        )
