"""a PersistentVolumeClaim is in an earlier wave than the pods that use it.

Many storage classes bind a claim only when a pod uses it (volumeBindingMode WaitForFirstConsumer), and Argo CD waits
until the claim is bound. If its pods come in a later wave, neither ever happens: the sync hangs.

Put the claim into the wave of its pods. The finding is an error where the class is rendered as well and has this mode,
and a warning if no pod here uses the claim in that wave. There is no finding where the class binds at once, or where
the claim names its volume. A CronJob, a workload without replicas and one that is paused or suspended have no pods yet.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.manifests.fields import document, text, walk
from cmp.model import Finding, Manifest, Ref, Severity

SEVERITY = Severity.WARNING
_LATER = "WaitForFirstConsumer"


def check(facts: Facts) -> Iterator[Finding]:
    """Find claims that a step waits for before any of their pods is applied."""
    plan, users = facts.plan, _users(facts, started=True)
    for claim in facts.objects.by_kind.get(("", "PersistentVolumeClaim"), ()):
        readers = [plan.first[ref].step for ref in users.get((claim.ref.namespace, claim.ref.name), ())]
        step = plan.awaited.get(claim.ref)
        severity = _severity(facts, claim)
        if step is None or not severity or (readers and min(readers) <= step):
            continue
        if not readers:
            if severity is Severity.ERROR:
                yield _unused(facts, claim)
            continue
        user = users[claim.ref.namespace, claim.ref.name][readers.index(min(readers))]
        sure = "its class" if severity is Severity.ERROR else "a class with WaitForFirstConsumer"
        yield Finding(
            severity=severity,
            ref=claim.ref,
            message=(
                f"{plan.step(claim.ref).name}, waits until it is bound, which {sure} does only for a pod: "
                f"{user} comes in {plan.step(user).name}"
            ),
            fix=_fix(facts, claim, user),
        )


def _unused(facts: Facts, claim: Manifest) -> Finding:
    idle = _users(facts, started=False).get((claim.ref.namespace, claim.ref.name))
    return Finding(
        severity=SEVERITY,
        ref=claim.ref,
        message=(
            f"{facts.plan.step(claim.ref).name}, waits until it is bound, which its class does only for a pod, "
            + (f"and {idle[0]} starts none yet" if idle else "and none here uses it")
        ),
        fix="leave it to the application that its pods are in, or put it into the last wave, which nothing waits for",
    )


def _fix(facts: Facts, claim: Manifest, user: Ref) -> str:
    """Return the fix: a hook that uses the claim has to move to it, since a claim must not become a hook."""
    own, there = facts.plan.step(claim.ref), facts.plan.step(user)
    if there.phase != own.phase:
        keys = f"`hook: Sync`, `wave: {own.wave}`"
        return f"make {user} a Sync hook in its wave, {facts.by_rule(keys, over=True)}"
    return f"put it into the wave of {user}, {facts.by_rule(f'`wave: {there.wave}`', over=True)}"


def _users(facts: Facts, *, started: bool) -> dict[tuple[str, str], list[Ref]]:
    """Return the users of each claim: those whose pods start at once if there are any, else the others."""
    found: dict[tuple[str, str], list[Ref]] = {}
    for pod in facts.objects.index.pods:
        for use in pod.uses if pod.ref in facts.plan.first and pod.starts is started else ():
            if use.kind == "PersistentVolumeClaim":
                found.setdefault((pod.ref.namespace, use.name), []).append(pod.ref)
    return found


def _severity(facts: Facts, claim: Manifest) -> Severity | None:
    """Return the severity by how certain it is that a claim waits for a pod; None if it does not wait."""
    names = walk(document(claim), "spec.storageClassName")
    if names == [""] or text(document(claim), "spec.volumeName"):  # bound by hand
        return None
    for known in facts.objects.by_kind.get(("storage.k8s.io", "StorageClass"), ()):
        if [known.ref.name] == names:
            return Severity.ERROR if text(document(known), "volumeBindingMode") == _LATER else None
    return SEVERITY
