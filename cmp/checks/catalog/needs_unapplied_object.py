"""pods need an object that is here, but that no sync applies.

A successful sync never applies a hook of the types SyncFail, Skip, PreDelete or PostDelete alone, a Helm test or
rollback, or a kind in Argo CD's `resource.exclusions`. Pods that read such an object, or whose init containers wait for
it, don't start. Where a wave waits for them, the sync hangs (an error).

Let the sync apply the object: make it an ordinary one, or a hook of another type.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.order.unapplied_needs import unapplied_objects

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that are needed and never applied."""
    why = unapplied_objects(facts.objects) if facts.outcome.lacking else {}
    hanging = {edge.after for stall in facts.stalls for edge in stall.chain}
    for edge in facts.outcome.lacking:
        yield Finding(
            severity=SEVERITY if edge.after in hanging else Severity.WARNING,
            ref=edge.after,
            message=f"needs {edge.before} ({edge.whys[0]}), which is never applied: {why[edge.before]}",
            fix=f"let a sync apply {edge.before}: as an ordinary object, or as a hook of another type",
        )
