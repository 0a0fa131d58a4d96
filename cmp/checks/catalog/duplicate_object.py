"""one object stands twice in the output, and the two differ.

Argo CD keeps the last one that it reads, and shows a warning; it may be the wrong one. Documents that are equal are
not reported. Hooks with the same `generateName` in the same phase get the same name, since Argo CD makes it from the
revision, the phase and the time at which the sync began.

Remove one of the two, or give it another name.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argocd.hooks import phases
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Ref, Severity

SEVERITY = Severity.FATAL


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects of one group, kind, namespace and name whose documents differ.

    Source: gitops-engine/pkg/sync/sync_context.go of Argo CD 3.6.1, getSyncTasks, for the names of hooks.
    """
    same: dict[tuple[Ref, str], list[Manifest]] = defaultdict(list)
    for manifest in facts.objects:
        for phase in [""] if manifest.head.name else phases(manifest.head.annotations):
            same[manifest.ref, phase].append(manifest)
    for (ref, _), manifests in same.items():
        first, *others = manifests
        if any(other.text != first.text and other.document != first.document for other in others):
            own = list(dict.fromkeys(manifest.origin or "the stream" for manifest in manifests))
            rule = facts.by_rule("`drop: true`, matched by `source`")
            drop = f", or leave one out {rule}" if len(own) > 1 else ""
            yield Finding(
                severity=SEVERITY,
                ref=ref,
                message=f"{len(manifests)} objects of this name in one namespace that differ, from {' and '.join(own)}",
                fix=f"rename one{drop}",
            )
