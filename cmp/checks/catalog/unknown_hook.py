"""an object's hook annotation names a type that Argo CD does not know.

Argo CD drops such an object without a message: the sync succeeds, but the object was never applied. If another type or
Helm's own annotation is valid, that one counts, and the unknown word has no effect (a warning). Types are
case-sensitive: PreSync, Sync, PostSync, SyncFail, Skip, PreDelete, PostDelete.

Correct the type.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import HOOK
from cmp.argocd.hooks import HOOK_TYPES, Role, hook_types, role, words
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.text import Speller

SEVERITY = Severity.FATAL


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects whose Argo CD hook annotation has a word that is no type."""
    speller = Speller()
    for manifest in facts.objects:
        annotations = manifest.head.annotations
        if HOOK not in annotations:
            continue
        text = annotations[HOOK]
        unknown = [word for word in words(text) if word not in HOOK_TYPES]
        if role(annotations) is Role.IGNORED:
            effect, severity = "so Argo CD would silently leave the object out", SEVERITY
        elif unknown:
            effect, severity = f"so it is a {','.join(hook_types(annotations))} hook alone", Severity.WARNING
        else:
            continue
        yield Finding(
            severity=severity,
            ref=manifest.ref,
            message=f"{HOOK}: {(unknown[0] if unknown else text)!r} is no hook type, {effect}",
            fix=_meant(unknown[0] if unknown else "", speller),
        )


def _meant(word: str, speller: Speller) -> str:
    close = speller.nearest(word, HOOK_TYPES, any_case=True)
    return f"did you mean {close}?" if close else f"the types are {', '.join(HOOK_TYPES)}"
