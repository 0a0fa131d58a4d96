"""unknown-hook: an object calls itself a hook of a type that Argo CD does not know.

Argo CD drops such an object without a word: the sync succeeds, and the object was never applied. Types are
case-sensitive: PreSync, Sync, PostSync, SyncFail, Skip, PreDelete, PostDelete.
"""

from collections.abc import Iterator

from cmp.argo import names
from cmp.argo.classify import HOOK_TYPES, Role, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.FATAL


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects whose Argo CD hook annotation names no valid type, and no valid Helm hook stands in for it."""
    for manifest in facts.manifests:
        annotations = manifest.head.annotations
        if names.HOOK not in annotations or role(annotations) is not Role.IGNORED:
            continue
        word = annotations[names.HOOK]
        nearest = {known.lower(): known for known in HOOK_TYPES}
        import difflib

        close = difflib.get_close_matches(word.strip().lower(), nearest, n=1)
        yield Finding(
            check="unknown-hook",
            severity=SEVERITY,
            ref=manifest.ref,
            message=f"{names.HOOK}: {word!r} is no hook type, so Argo CD would silently leave the object out",
            fix=f"did you mean {nearest[close[0]]}?" if close else f"the types are {', '.join(HOOK_TYPES)}",
        )
