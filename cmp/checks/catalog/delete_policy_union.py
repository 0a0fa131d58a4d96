"""a hook has a delete policy of Argo CD's and another one of Helm's.

Argo CD does not choose between the two, but follows both. A chart's `helm.sh/hook-delete-policy: hook-succeeded`
deletes the hook even where `argocd.argoproj.io/hook-delete-policy` says BeforeHookCreation alone.

Remove Helm's annotation. A rule with `hook` does so by itself.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import HELM_HOOK_DELETE_POLICY, HOOK_DELETE_POLICY
from cmp.argocd.hooks import Role, delete_policies, own_delete_policies, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find hooks with a delete policy of Argo CD's to which a policy of Helm's adds another one."""
    for manifest in facts.objects:
        annotations = manifest.head.annotations
        own = own_delete_policies(annotations)
        added = [policy for policy in delete_policies(annotations) if policy not in own]
        if own and added and role(annotations) is Role.HOOK:
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message=(
                    f"{HOOK_DELETE_POLICY} says {', '.join(own)}, and {HELM_HOOK_DELETE_POLICY} adds "
                    f"{', '.join(added)}: both count"
                ),
                fix=f"take {HELM_HOOK_DELETE_POLICY} away {facts.by_rule('`annotations`, null')}",
            )
