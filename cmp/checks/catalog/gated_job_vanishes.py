"""a wave waits for a Job that is deleted as soon as it has run.

With `ttlSecondsAfterFinished: 0` a Job is gone before Argo CD has seen that it completed. Where a wave waits for it,
the sync fails: `Resource batch/Job/... is missing, it might have been deleted`. This does not concern hooks: Argo CD
keeps a hook with a finalizer until it has seen the result.

Leave `ttlSecondsAfterFinished` out, or make the Job a hook. Swell gives no wave of its own to a Job that is gone
within 60 seconds: it stays in the wave of the pods that wait for it. There `kubectl wait` sees it complete, since it
watches the Job; a loop that asks again and again may miss a Job that is gone at once.
"""

from collections.abc import Iterator

from cmp.argocd.job_ttl import unseen
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find such Jobs that a step waits for."""
    for ref in facts.plan.awaited:
        if unseen(facts.objects.by_ref[ref]):
            yield Finding(
                severity=SEVERITY,
                ref=ref,
                message=(
                    f"{facts.plan.step(ref).name}, waits for it, and ttlSecondsAfterFinished: 0 deletes it before Argo "
                    "CD sees that it completed: the sync fails"
                ),
                fix=f"leave ttlSecondsAfterFinished out of {ref}, or make it a hook {facts.by_rule('`hook: Sync`')}",
                fails=True,
            )
