"""objects that need each other in a cycle.

No order of waves can meet all needs of a cycle. It is an error where each of its objects can't become healthy before
the next one is, or where a wave waits for one of them: the sync hangs. In other cases Swell leaves one of the needs
out of its order, and this finding says so.

Break the cycle at the need that matters least: mostly a wait in an init container, or an `after` of a rule.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Edge, Finding, Need, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find cycles of `must` or blocking needs; each object is shown in one of them only, the shortest."""
    held = {edge for stall in facts.stalls for edge in stall.chain}
    for cycle in facts.cycles:
        certain = all(edge.blocks and edge.need is Need.READY for edge in cycle) or not held.isdisjoint(cycle)
        yield Finding(
            severity=SEVERITY if certain else Severity.WARNING,
            ref=cycle[-1].after,
            message="; ".join(f"{edge.after} needs {edge.before}{_why(edge)}" for edge in reversed(cycle)),
            fix=f"let one of them do without, say {cycle[-1].after} without {cycle[-1].before}",
        )


def _why(edge: Edge) -> str:
    return f" ({edge.whys[0]})" if edge.whys else ""
