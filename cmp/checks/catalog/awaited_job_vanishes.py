"""pods wait for a Job that is deleted once it has run.

An init container that waits for a Job asks for it each time that a pod starts: after a crash, a drained node or a
larger replica count as well. With the delete policy HookSucceeded the Job is gone when the sync has succeeded, and
with `ttlSecondsAfterFinished` some time after it has run. The new pod then waits for ever.

Leave the Job there: the delete policy BeforeHookCreation alone, and no `ttlSecondsAfterFinished`.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argocd.hooks import Role, delete_policies, role
from cmp.argocd.job_ttl import stays
from cmp.argocd.kinds import LONG_LIVED
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Reason, Ref, Severity

SEVERITY = Severity.WARNING
_POLICY = "HookSucceeded"


def check(facts: Facts) -> Iterator[Finding]:
    """Find Jobs that are deleted after their run and that lasting workloads wait for."""
    waiters: dict[Ref, list[Ref]] = defaultdict(list)
    for edge in facts.edges:
        if edge.reason is Reason.WATCHED and edge.before.kind == "Job" and edge.after.group_kind in LONG_LIVED:
            waiters[edge.before].append(edge.after)
    for ref, waiting in waiters.items():
        job = facts.objects.by_ref.get(ref)
        if job and (why := _vanishes(job)):
            who = f"{', '.join(map(str, waiting))} wait{'s' if len(waiting) == 1 else ''}"
            yield Finding(
                severity=SEVERITY,
                ref=ref,
                message=f"{who} for it at each start of a pod, and {why}",
                fix=(
                    "leave it there: no ttlSecondsAfterFinished, and BeforeHookCreation alone, "
                    + facts.by_rule("`deletePolicy: BeforeHookCreation`")
                ),
            )


def _vanishes(job: Manifest) -> str:
    annotations = job.head.annotations
    if role(annotations) is Role.HOOK and _POLICY in delete_policies(annotations):
        return f"{_POLICY} deletes it when the sync has succeeded"
    seconds = stays(job)
    return "" if seconds is None else f"ttlSecondsAfterFinished deletes it {seconds} s after it has run"
