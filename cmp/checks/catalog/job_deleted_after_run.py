"""an ordinary Job, or the like, is deleted some time after it has run, and Argo CD misses it.

With `ttlSecondsAfterFinished` the cluster deletes what the application still has in git. From then on the application
is OutOfSync. With `syncPolicy: {automated: {selfHeal: true}}` Argo CD creates the Job again within seconds, so that it
runs again and again, each time that its time is up; without it, at each sync. This does not concern hooks: Argo CD does
not compare them.

Leave the field out, or make the Job a Sync hook, which Argo CD deletes and makes anew at each sync. It is a
warning where `--app` shows an Application that heals itself, and else info: Argo CD does not tell a plugin.
"""

from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.argocd.job_ttl import deleted_after, unseen
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
_EFFECTS = {
    True: "selfHeal creates it again, so that it runs again and again",
    False: "the application is OutOfSync from then on, and each sync runs it again",
    None: "the application is OutOfSync from then on, and with selfHeal it runs again and again",
}


def check(facts: Facts) -> Iterator[Finding]:
    """Find such objects that are no hooks; gated-job-vanishes tells of those that no sync sees complete."""
    heals = facts.application.self_heal
    for manifest in facts.objects:
        found = deleted_after(manifest) if role(manifest.head.annotations) is Role.RESOURCE else None
        if found and not (manifest.ref in facts.plan.awaited and unseen(manifest)):
            field, seconds = found
            yield Finding(
                severity=SEVERITY if heals else Severity.INFO,
                ref=manifest.ref,
                message=f"{field} deletes it {seconds} s after it has run, and Argo CD misses it: {_EFFECTS[heals]}",
                fix=f"leave {field} out, or make it a hook {facts.by_rule('`hook: Sync`')}",
            )
