"""the deletion of the application takes a claim away before the pods that mount it.

Kubernetes keeps a PersistentVolumeClaim as long as a pod mounts it, and Argo CD waits until what it deletes is gone. So
the Application stays for ever where the workload stays (`Delete=false`, `helm.sh/resource-policy: keep`), and where the
workload is in a lower wave: Argo CD deletes the highest first, and the next one once that is gone.

Keep both or none, with the claim in the wave of its workload or below it.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.order.deletion_stalls import Sort

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find such claims."""
    for one in facts.held:
        if one.sort is Sort.CLAIM:
            message = f"{one.why}: the deletion of the application is never over"
            yield Finding(severity=SEVERITY, ref=one.ref, message=message, fix=one.fix)
