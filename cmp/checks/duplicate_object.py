"""duplicate-object: one object stands twice in the output, and the two differ.

Argo CD keeps one of them, the last that it reads, and shows a warning. Which one was meant, nobody can tell.
Documents that are equal are left alone.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Ref, Severity

SEVERITY = Severity.FATAL


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects of one group, kind, namespace and name whose documents differ."""
    same: dict[Ref, list[Manifest]] = defaultdict(list)
    for manifest in facts.manifests:
        if manifest.head.name:
            same[manifest.ref].append(manifest)
    for ref, manifests in same.items():
        first, *others = manifests
        if any(other.text != first.text and other.document != first.document for other in others):
            origins = " and ".join(dict.fromkeys(manifest.origin or "the stream" for manifest in manifests))
            yield Finding(
                check="duplicate-object",
                severity=SEVERITY,
                ref=ref,
                message=f"{len(manifests)} objects of this name in one namespace, which differ, from {origins}",
                fix="rename one, or leave one out with a rule (`drop: true`, matched by `source`)",
            )
