"""duplicate-object: one object stands twice in the output, and the two differ.

Argo CD keeps one of them, the last that it reads, and shows a warning. Which one was meant, nobody can tell.
Documents that are equal are left alone. Of hooks with one `generateName`, those of one phase get the same name, for
Argo CD makes it of the revision, the phase and the time that the sync began.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argocd.hooks import phases
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Ref, Severity

SEVERITY = Severity.FATAL


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects of one group, kind, namespace and name whose documents differ.

    Source: gitops-engine/pkg/sync/sync_context.go of Argo CD 3.5.1, getSyncTasks, for the names of hooks.
    """
    same: dict[tuple[Ref, str], list[Manifest]] = defaultdict(list)
    for manifest in facts.manifests:
        for phase in [""] if manifest.head.name else phases(manifest.head.annotations):
            same[manifest.ref, phase].append(manifest)
    for (ref, _), manifests in same.items():
        first, *others = manifests
        if any(other.text != first.text and other.document != first.document for other in others):
            own = list(dict.fromkeys(manifest.origin or "the stream" for manifest in manifests))
            drop = ", or leave one out with a rule (`drop: true`, matched by `source`)" if len(own) > 1 else ""
            yield Finding(
                check="duplicate-object",
                severity=SEVERITY,
                ref=ref,
                message=f"{len(manifests)} objects of this name in one namespace that differ, from {' and '.join(own)}",
                fix=f"rename one{drop}",
            )
