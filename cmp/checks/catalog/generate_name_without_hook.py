"""an object has no name but a generateName, and is no hook.

Argo CD gives names only to hooks. It applies any other object as it is, and `kubectl apply` needs a name.

Give it a name, or make it a hook.
"""

from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.FATAL


def check(facts: Facts) -> Iterator[Finding]:
    """Find ordinary objects without a name."""
    for manifest in facts.objects:
        if not manifest.head.name and role(manifest.head.annotations) is Role.RESOURCE:
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message="it has a generateName and no name, and is no hook: it can't be applied",
                fix=f"give it a name, or make it a hook {facts.by_rule('`hook: Sync`')}",
                fails=True,
            )
