"""gate-may-never-open: a wave waits for something that may never happen.

All waves but the last, and those before a PostSync hook, end when each of their objects is healthy. To Argo CD a
Service of type LoadBalancer and an Ingress are healthy once their status has an address, which many clusters never
write; a canary with an endless pause waits for a person at each new version. These are warnings. A paused Deployment
or Rollout and a Job that is suspended or has `parallelism: 0` are never healthy: these are errors.

Put the object into the last wave, where nothing waits for it, or give the kind another health check in argocd-cm.
"""

from collections.abc import Iterator

from cmp.argocd.health import gate, never_healthy
from cmp.checks.facts import Facts
from cmp.manifests.document import document
from cmp.manifests.fields import walk
from cmp.model import Finding, Manifest, Ref, Severity

SEVERITY = Severity.WARNING
_ADDRESS = "an address in its status, which many clusters never write"
_AWAY = "let it run (now {}), or leave it out until it may"
_LAST = "put it into the last wave, with a rule (`wave: {}`)"
_JUDGE = "make sure that the cluster gives it what it waits for, or give the kind another health check in argocd-cm"
_PROMOTE = "give the pause a `duration`, or promote each new version by hand while the sync waits"
_ROLLOUT = ("argoproj.io", "Rollout")
_NEEDS = {
    ("", "Service"): _ADDRESS,
    ("extensions", "Ingress"): _ADDRESS,
    ("networking.k8s.io", "Ingress"): _ADDRESS,
}


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that a step waits for, perhaps in vain."""
    timeline = facts.timeline
    for ref in timeline.awaited:
        manifest = facts.by_ref[ref]
        halted = never_healthy(manifest)
        if needed := halted or _needed(manifest):
            where = timeline.place(ref)
            yield Finding(
                check="gate-may-never-open",
                severity=Severity.ERROR if halted else SEVERITY,
                ref=ref,
                message=(
                    f"{halted}, and {where}, waits for it without end"
                    if halted
                    else f"{where}, waits until it has {needed}"
                ),
                fix=_fix(facts, ref, halted.partition(":")[0]),
            )


def _fix(facts: Facts, ref: Ref, halted: str) -> str:
    """Return the cure; where PostSync follows, there is no wave that nothing waits for."""
    last = facts.timeline.plan.steps[-1]
    if halted:
        return _AWAY.format(halted)
    if last.phase != "PostSync":
        return _LAST.format(last.wave)
    return _PROMOTE if ref[:2] == _ROLLOUT else _JUDGE


def _needed(manifest: Manifest) -> str:
    kind = (manifest.ref.group, manifest.ref.kind)
    if kind == _ROLLOUT:
        steps = walk(document(manifest), "spec.strategy.canary.steps[]")
        endless = any("pause" in step and not walk(step, "pause.duration") for step in steps if isinstance(step, dict))
        return "been promoted by a person: its canary pauses without end at each new version" if endless else ""
    return _NEEDS.get(kind, "") if gate(manifest) else ""
