"""hooks-only: the application has nothing but hooks.

To Argo CD hooks are no part of an application's state: without any other object it is Synced from the start, so that
an automated sync never runs, and the hooks neither.

Make an ordinary object of one of them, or add one, if only a ConfigMap.
"""

from collections.abc import Iterator

from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import Role, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Tell if there are hooks, and nothing else."""
    taken = [manifest for manifest in facts.manifests if applied(manifest)]
    if taken and all(role(manifest.head.annotations) is Role.HOOK for manifest in taken):
        some = ", ".join(str(manifest.ref) for manifest in taken[:3])
        yield Finding(
            check="hooks-only",
            severity=SEVERITY,
            ref=None,
            message=f"all objects are hooks ({some}{', ...' if taken[3:] else ''}): no automated sync runs them",
            fix="add an ordinary object, if only a ConfigMap, with `manifests`",
        )
