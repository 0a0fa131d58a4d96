"""a variable is set that begins with SWELL_ and that Swell does not know.

It does nothing, and what it was meant to do is not done: in the sidecar a policy may not hold, on a laptop an
environment may not be the one that was meant. Swell refuses a name that is nearly one of its own; of others it tells
here, and in `swell doctor`.

Correct the name, or unset the variable.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.request.parameters import KNOWN, OURS
from cmp.request.strangers import unknown

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find the variables."""
    for name in facts.strangers:
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"{OURS}{name} is set, which is no variable of Swell's and does nothing",
            fix=f"{unknown(name, KNOWN).fix}; take it out if it was not meant for Swell",
        )
