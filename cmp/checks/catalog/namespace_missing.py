"""namespace-missing: objects in a namespace that this application does not make.

Argo CD makes at most the destination's namespace (`CreateNamespace=true`). Any other must be there, or the objects in
it are refused; where an operator of a later wave makes it, the sync never gets there. A Namespace that is here and is
never applied (`hook: Skip`) makes none.

Add a Namespace object, which Argo CD applies before its first member, or leave the namespace to whoever owns it and
add a waiver.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argocd.exclusions import applied
from cmp.checks.facts import Facts
from cmp.manifests.scope import CLUSTER_SCOPED
from cmp.model import Finding, Ref, Severity

SEVERITY = Severity.WARNING
_EVERYWHERE = ("default", "kube-node-lease", "kube-public", "kube-system")


def check(facts: Facts) -> Iterator[Finding]:
    """Find namespaces that nobody here makes; the first object stands for all in it.

    The destination counts where it is here and never applied: else somebody has seen to it.
    """
    destination = facts.request.namespace
    if not destination:  # then nobody knows which of them it is
        return
    here = {one.ref.name: bool(applied(one)) for one in facts.of_kind("", "Namespace")}
    known = {name for name, made in here.items() if made}.union(_EVERYWHERE)
    if facts.creates_namespace or here.get(destination, True):
        known.add(destination)
    missing: dict[str, list[Ref]] = defaultdict(list)
    for manifest in facts.manifests:
        where = "" if manifest.ref[:2] in CLUSTER_SCOPED else manifest.ref.namespace
        if where and where not in known and applied(manifest):
            missing[where].append(manifest.ref)
    for name, (first, *others) in missing.items():
        more = f", and {len(others)} more objects," if others else ""
        which = f"which is not the destination ({destination}), and" if name != destination else "the destination, and"
        there = f"Namespace/{name} here is never applied" if name in here else f"no Namespace/{name} is here"
        yield Finding(
            check="namespace-missing",
            severity=SEVERITY,
            ref=first,
            message=f"it{more} lies in the namespace {name}, {which} {there}",
            fix=f"add a Namespace/{name}, or make sure that it is there before the sync",
        )
