"""an `after` or `before` asks for an order that given waves or phases forbid.

A wave that the chart's author or a rule has given to an object stays, and so does the phase of a hook. Where both
objects of a declared order have such a wave or phase, and those stand the other way round, nothing can keep the order:
the sync goes on as if it had not been declared.

Take one of the waves away, or give the object another one with a rule (`override: true` over the chart's own).
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find declared orders that can't be kept."""
    for edge, why in facts.unkept.items():
        yield Finding(
            severity=SEVERITY,
            ref=edge.after,
            message=f"it can't come after {edge.before}, though {edge.whys[0]}: {why}",
            fix="take one of the two away, or change it with a rule (`override: true` over the chart's own)",
        )
