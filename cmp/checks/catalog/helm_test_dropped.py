"""a Helm hook that Argo CD does not know.

Argo CD knows no tests and no rollbacks: an object whose only Helm hook is `test`, `pre-rollback`, `post-rollback` or
a misspelt word is never applied, and Argo CD does not say so. For tests that is mostly intended.

Leave tests out (`helm: {skipTests: true}`), or make one that should run after each sync a PostSync hook. What is
for a rollback runs nowhere: to Argo CD a rollback is a sync of an older revision. Drop it with a rule, and run by hand
what it does.
"""

from collections.abc import Iterator, Sequence

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.hooks import HELM_HOOK_TYPES, Role, role, words
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.text import Speller

SEVERITY = Severity.INFO
_TESTS = ("test", "test-success", "test-failure")
_ROLLBACKS = ("pre-rollback", "post-rollback")


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that are not applied only because of Helm's hook annotation."""
    speller = Speller()
    for manifest in facts.objects:
        annotations = manifest.head.annotations
        if role(annotations) is Role.IGNORED and HOOK not in annotations:
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message=f"{HELM_HOOK}: {annotations[HELM_HOOK]} means nothing to Argo CD: never applied",
                fix=_fix(facts, words(annotations[HELM_HOOK]), speller),
            )


def _fix(facts: Facts, events: Sequence[str], speller: Speller) -> str:
    if any(event in _TESTS for event in events):
        hook = facts.by_rule("`hook: PostSync`")
        return f"set `helm: {{skipTests: true}}`, or make it a PostSync hook {hook}"
    if any(event in _ROLLBACKS for event in events):
        drop = facts.by_rule("`drop: true`")
        return f"drop it {drop}, and run by hand what it does: Argo CD has no event for a rollback"
    meant = (speller.nearest(event, HELM_HOOK_TYPES, any_case=True) for event in events)
    close = next(filter(None, meant), "")
    return f"did you mean {close}?" if close else f"the events are {', '.join(HELM_HOOK_TYPES)}"
