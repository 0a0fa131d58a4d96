"""an object has a finalizer whose controller the deletion of the application takes away first.

Argo CD deletes an application wave by wave, the highest first, and waits until nothing of a wave is left. An object
with a finalizer goes when its controller has removed that. Where the controller's workload, or the rights of its
ServiceAccount, are in a higher wave they are gone by then, and the Application stays for ever; in the same wave it is
a race.

Put the object into a higher wave than its controller and the controller's rights, or into an application of its own
that is deleted first. Which workload is the controller is read from its rights: it may change objects of a kind that
the application defines. Finalizers that a controller adds by itself stand in no manifest, and are not seen.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.order.deletion_stalls import Sort

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find the objects whose finalizer may stay."""
    for one in facts.held:
        if one.sort is Sort.FINALIZER:
            end = "is never over" if one.sure else "may never be over"
            message = f"{one.why}: the deletion of the application {end}"
            yield Finding(severity=SEVERITY, ref=one.ref, message=message, fix=one.fix)
