"""helm-test-dropped: a Helm hook that Argo CD does not know.

Argo CD knows no tests and no rollbacks: an object whose only Helm hook is `test`, `pre-rollback`, `post-rollback` or
a misspelt word is never applied, and Argo CD does not say so. For tests that is mostly intended.

Leave them out (`helm: {skipTests: true}`), or make a test that should run after each sync a PostSync hook.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.hooks import Role, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.INFO


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that are not applied only because of Helm's hook annotation."""
    for manifest in facts.manifests:
        annotations = manifest.head.annotations
        if role(annotations) is Role.IGNORED and HOOK not in annotations:
            yield Finding(
                check="helm-test-dropped",
                severity=SEVERITY,
                ref=manifest.ref,
                message=f"{HELM_HOOK}: {annotations[HELM_HOOK]} means nothing to Argo CD: never applied",
                fix="set `helm: {skipTests: true}`, or make it a PostSync hook with a rule (`hook: PostSync`)",
            )
