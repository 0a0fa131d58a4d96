"""gated-job-vanishes: a wave waits for a Job that is deleted at the moment at which it has run.

With `ttlSecondsAfterFinished: 0` a Job is gone before Argo CD has seen that it completed. Where a wave waits for it,
the sync fails: `Resource batch/Job/... is missing, it might have been deleted`. A hook is another matter: Argo CD holds
it with a finalizer until it has seen how it ended.

Leave `ttlSecondsAfterFinished` out, or make a hook of the Job. Swell puts no Job into a wave of its own that is gone
within 60 seconds: it stays in the wave of the pods that wait for it. There `kubectl wait` sees it complete, since it
watches; who asks again and again may miss a Job that is gone at once.
"""

from collections.abc import Iterator

from cmp.argocd.job_ttl import unseen
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find such Jobs that a step waits for."""
    for ref in facts.plan.awaited:
        if unseen(facts.by_ref[ref]):
            yield Finding(
                check="gated-job-vanishes",
                severity=SEVERITY,
                ref=ref,
                message=(
                    f"{facts.plan.step(ref).name}, waits for it, and ttlSecondsAfterFinished: 0 deletes it before Argo "
                    "CD sees that it completed: the sync fails"
                ),
                fix=f"leave ttlSecondsAfterFinished out of {ref}, or make it a hook with a rule (`hook: Sync`)",
                fails=True,
            )
