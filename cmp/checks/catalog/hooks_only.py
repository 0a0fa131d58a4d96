"""the application has nothing but hooks.

Argo CD does not count hooks as part of an application's state. Without any other object the application is Synced from
the start, so that an automated sync never runs, and its hooks never do.

Make one of them an ordinary object, or add one, such as a small ConfigMap.
"""

from collections.abc import Iterator

from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import Role, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find an application that has hooks and no other object."""
    taken = [manifest for manifest in facts.objects if applied(manifest)]
    if taken and all(role(manifest.head.annotations) is Role.HOOK for manifest in taken):
        some = ", ".join(str(manifest.ref) for manifest in taken[:3])
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"all objects are hooks ({some}{', ...' if taken[3:] else ''}): no automated sync runs them",
            fix="add an ordinary object, if only a ConfigMap, with `manifests`",
        )
