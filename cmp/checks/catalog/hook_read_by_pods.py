"""lasting pods use a Secret, ConfigMap or ServiceAccount that is a hook.

At each sync Argo CD deletes a hook before it applies it again: pods that start at that moment fail. It does not track
hooks either, so a manual change or deletion stays until the next sync. With the delete policy HookSucceeded the object
is gone when the sync has succeeded, and every pod that starts after that fails: that is an error.

Remove the hook annotations. Swell does so with Helm's hooks by itself, unless `order: {hooks: keep}` or `{infer: off}`
is set, and makes the Job that reads the object before a Sync hook. It leaves hooks of Argo CD's to their author.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import Role, delete_policies, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Ref, Severity
from cmp.objects.workload_kinds import Runs

SEVERITY = Severity.WARNING
_KINDS = ("ConfigMap", "Secret", "ServiceAccount")
_AFTER = "HookSucceeded"
_EARLY = frozenset({"PreSync", "Sync"})  # of later ones other checks tell that they come too late


def check(facts: Facts) -> Iterator[Finding]:
    """Find hooks that lasting pods use, once each."""
    readers: dict[Ref, list[Ref]] = defaultdict(list)
    for pod in facts.objects.index.pods:
        for use in pod.uses if pod.shape.runs is not Runs.ONCE and not pod.hook else ():
            found = (
                facts.objects.index.find(use.group, use.kind, pod.ref.namespace, use.name)
                if use.kind in _KINDS
                else None
            )
            if found and role(found.head.annotations) is Role.HOOK and not _EARLY.isdisjoint(applied(found)):
                readers[found.ref].append(pod.ref)
    for ref, pods in readers.items():
        gone = _AFTER in delete_policies(facts.objects.by_ref[ref].head.annotations)
        names = ", ".join(dict.fromkeys(map(str, pods)))
        yield Finding(
            severity=Severity.ERROR if gone else SEVERITY,
            ref=ref,
            message=(
                f"it is a hook that is gone after the sync (HookSucceeded), and each new pod of {names} needs it"
                if gone
                else f"it is a hook, deleted at each sync and never healed in between, and pods of {names} need it"
            ),
            fix="take its hook annotations away, or let Swell order it (plugin name: swell)",
        )
