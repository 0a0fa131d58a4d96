"""a sync-wave that is no whole number.

Argo CD uses the Helm hook weight instead, or 0 if there is none, without a message. A sign and leading zeros are valid;
`1.0`, a space or a word is not.

Write a whole number, in quotes, since annotations are texts.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import SYNC_WAVE
from cmp.argocd.hooks import integer, wave
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find sync-waves that Argo CD can't read."""
    for manifest in facts.objects:
        annotations = manifest.head.annotations
        word = annotations.get(SYNC_WAVE)
        rule = "" if facts.application.by_hand else f", or set it {facts.by_rule('`wave: 1`', over=True)}"
        if word is not None and integer(word) is None:
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message=f"{SYNC_WAVE}: {word!r} is no whole number, so Argo CD takes wave {wave(annotations)}",
                fix=f"write a whole number{rule}",
            )
