"""namespace-missing: objects in a namespace that this application does not make.

Argo CD makes at most the destination's namespace (`CreateNamespace=true`). Any other must be there, or the objects in
it are refused; where an operator of a later wave makes it, the sync never gets there.

Add a Namespace object, which Argo CD applies before its first member, or leave the namespace to whoever owns it and
add a waiver.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argo.applied import applied
from cmp.checks.facts import Facts
from cmp.model import Finding, Ref, Severity

SEVERITY = Severity.WARNING
_EVERYWHERE = ("default", "kube-node-lease", "kube-public", "kube-system")


def check(facts: Facts) -> Iterator[Finding]:
    """Find namespaces other than the destination without a Namespace; its first object stands for all in it."""
    made = {manifest.ref.name for manifest in facts.of_kind("", "Namespace")}
    known = made.union(_EVERYWHERE, [facts.request.namespace])
    missing: dict[str, list[Ref]] = defaultdict(list)
    for manifest in facts.manifests:
        if manifest.ref.namespace and manifest.ref.namespace not in known and applied(manifest):
            missing[manifest.ref.namespace].append(manifest.ref)
    if not facts.request.namespace:  # then nobody knows which of them is the destination
        return
    for name, (first, *others) in missing.items():
        more = f", and {len(others)} more objects," if others else ""
        yield Finding(
            check="namespace-missing",
            severity=SEVERITY,
            ref=first,
            message=(
                f"it{more} lies in the namespace {name}, which is not the destination "
                f"({facts.request.namespace}), and no Namespace/{name} is here"
            ),
            fix=f"add a Namespace/{name}, or make sure that it is there before the sync",
        )
