"""a wave waits for something that may never happen.

All waves but the last, and those before a PostSync hook, end when each of their objects is healthy. To Argo CD a
Service of type LoadBalancer and an Ingress are healthy once their status has an address, which many clusters never
write; and a person has to promote a canary that pauses without end, approve a Subscription with `installPlanApproval:
Manual`, or point DNS records at a ManagedCertificate. These are warnings. What says itself that it is not to run is
never healthy: a paused Deployment, Rollout or ScaledObject, a suspended Job or HelmRelease, a hibernated database; and
so is an autoscaler by utilization whose pods request nothing. What waits for a Service is not, either, while the only
workload behind it has no replicas. These are errors.

Put the object into the last wave, where nothing waits for it, or give the kind another health check in argocd-cm.
"""

from collections.abc import Iterator

from cmp.argocd.gates import gate
from cmp.argocd.halted import Halted, halted
from cmp.argocd.health import ANYTHING, DEGRADED, says
from cmp.checks.facts import Facts
from cmp.manifests.fields import document, walk
from cmp.model import Finding, Manifest, Ref, Severity

SEVERITY = Severity.WARNING
_ADDRESS = "an address in its status, which many clusters never write"
_AWAY = "let it run (now {}), or leave it out until it may"
_REQUEST = "let each container request the resource, or scale by an averageValue"
_JUDGE = "make sure that the cluster gives it what it waits for, or give the kind another health check in argocd-cm"
_PROMOTE = "give the pause a `duration`, or promote each new version by hand while the sync waits"
_ROLLOUT = ("argoproj.io", "Rollout")
_NEEDS: dict[tuple[str, str], tuple[tuple[str, ...], object, str]] = {
    ("", "Service"): ((), ANYTHING, _ADDRESS),
    ("extensions", "Ingress"): ((), ANYTHING, _ADDRESS),
    ("kubevirt.io", "VirtualMachine"): (
        ("spec", "runStrategy"), "Manual", "been started by a person: its runStrategy is Manual",
    ),
    ("networking.gke.io", "ManagedCertificate"): (
        (), ANYTHING, "been provisioned, for which a person has to point the DNS records of its domains here",
    ),
    ("networking.k8s.io", "Ingress"): ((), ANYTHING, _ADDRESS),
    ("operators.coreos.com", "Subscription"): (
        ("spec", "installPlanApproval"), "Manual", "been approved by a person: its installPlanApproval is Manual",
    ),
}  # fmt: skip
"""What a kind needs besides its controller, where a field of it has a value."""


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that a step waits for, perhaps without end."""
    plan = facts.plan
    for ref in plan.awaited:
        manifest = facts.objects.by_ref[ref]
        held = halted(manifest) or facts.outcome.held.get(ref)
        where = plan.step(ref).name
        if held:
            end = "the sync fails, at each try" if held.health == DEGRADED else "without end"
            message = f"{held.why}, and {where}, waits for it{':' if held.health == DEGRADED else ''} {end}"
        elif needed := _needed(manifest, plan.version):
            message = f"{where}, waits until it has {needed}"
        else:
            continue
        yield Finding(
            severity=Severity.ERROR if held else SEVERITY,
            ref=ref,
            message=message,
            fix=_fix(facts, ref, held),
        )
    yield from _unserved(facts)


def _unserved(facts: Facts) -> Iterator[Finding]:
    """Yield what waits in vain for an object that is healthy, once for each two objects."""
    ends = {
        one.chain[-1]: one.step for one in facts.stalls if one.chain and one.cause and one.cause == one.chain[-1].never
    }
    for edge, step in ends.items():
        yield Finding(
            severity=Severity.ERROR,
            ref=edge.after,
            message=f"needs {edge.before} ({edge.whys[0]}), but its {edge.never}; {step.name}, waits in vain",
            fix=f"let {edge.before} run, or let {edge.after} start without it",
        )


def _fix(facts: Facts, ref: Ref, held: Halted | None) -> str:
    """Return the fix; if PostSync hooks follow, Argo CD waits for the last wave too."""
    last = facts.plan.steps[-1]
    if held:
        return _REQUEST if ref in facts.outcome.held else _AWAY.format(held.cause)
    if last.phase != "PostSync":
        return f"put it into the last wave, {facts.by_rule(f'`wave: {last.wave}`')}"
    return _PROMOTE if ref.group_kind == _ROLLOUT else _JUDGE


def _needed(manifest: Manifest, version: str) -> str:
    kind = manifest.ref.group_kind
    if kind == _ROLLOUT:
        steps = walk(document(manifest), "spec.strategy.canary.steps[]")
        endless = any("pause" in step and not walk(step, "pause.duration") for step in steps if isinstance(step, dict))
        return "been promoted by a person: its canary pauses without end at each new version" if endless else ""
    if kind not in _NEEDS:
        return ""
    path, value, needed = _NEEDS[kind]
    return needed if gate(manifest, version) and says(manifest, path, value) else ""
