"""an object that has to last carries a hook annotation.

At each sync Argo CD deletes a hook before it applies it again: a claim loses its data, a Deployment its pods, a
CustomResourceDefinition all objects of its kind. A claim that a running pod mounts is not deleted before that pod is
gone: the next sync waits for that without end. Helm charts make such objects hooks so that they come early, since Helm
deletes them only at the next upgrade, or never.

Remove the hook annotations and use a wave: in an early wave of the Sync phase an ordinary object comes as early as its
users need it.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, HELM_HOOK, HOOK
from cmp.argocd.hooks import Role, delete_policies, phases, role
from cmp.argocd.kinds import BUILT_IN_GROUPS, survives
from cmp.checks.facts import Facts
from cmp.model import Finding, Ref, Severity
from cmp.objects.workload_kinds import Runs

SEVERITY = Severity.ERROR
_WHEN = {
    BEFORE_HOOK_CREATION: "before it is applied again, at each sync",
    "HookSucceeded": "when a sync succeeds",
}
_DEFINITIONS = "apiextensions.k8s.io"
_DATA = ("CustomResourceDefinition", "Namespace", "PersistentVolumeClaim", "StatefulSet")


def check(facts: Facts) -> Iterator[Finding]:
    """Find hooks of kinds that hold data or run for long; for custom resources that is only likely."""
    for manifest in facts.objects:
        ref, annotations = manifest.ref, manifest.head.annotations
        hook = role(annotations) is Role.HOOK and phases(annotations)
        when = [words for policy, words in _WHEN.items() if policy in delete_policies(annotations)]
        if hook and when and survives(ref.group, ref.kind):
            certain = ref.group in BUILT_IN_GROUPS or ref.group == _DEFINITIONS
            key = HOOK if HOOK in annotations else HELM_HOOK
            yield Finding(
                severity=_severity(ref, certain=certain),
                ref=ref,
                message=(
                    f"{key}: {annotations.get(key)} makes a hook of it, which Argo CD deletes {' and '.join(when)}"
                    + _mounted(facts, ref)
                ),
                fix=f"take the annotation away {facts.by_rule('`annotations`')}, and order it by its wave alone",
            )


def _mounted(facts: Facts, ref: Ref) -> str:
    """Return the words for a claim that can't be deleted, since a lasting pod mounts it and Argo CD waits for that."""
    users = [
        pod.ref
        for pod in facts.objects.index.pods
        if pod.shape.runs is Runs.ALWAYS
        and not pod.hook
        and (ref.kind, ref.name, ref.namespace) in {(use.kind, use.name, pod.ref.namespace) for use in pod.uses}
    ]
    if ref.kind != "PersistentVolumeClaim" or not users:
        return ""
    return f"; {users[0]} mounts it, so that the second sync waits without end for its deletion"


def _severity(ref: Ref, *, certain: bool) -> Severity:
    """Return the severity of losing the object at each sync: higher for data than for pods."""
    if not certain:
        return Severity.INFO
    return SEVERITY if ref.kind in _DATA else Severity.WARNING
