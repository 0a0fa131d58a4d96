"""objects in a namespace that this application does not create.

Argo CD creates only the destination's namespace, and only with `CreateNamespace=true`. Any other must exist, or the
objects in it are refused. If a controller of a later wave creates it, the sync never gets that far. A Namespace that is
here and is never applied (`hook: Skip`) creates none.

Add a Namespace object, which Argo CD applies before the first object in it. If another team owns the namespace, add a
waiver.
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
    """Find namespaces that this application does not create; the first object in each is reported for all.

    The destination is reported only if its Namespace is here and never applied: otherwise it is taken to exist.
    """
    destination = facts.application.namespace
    if not destination:  # then any of them may be it
        return
    here = {one.ref.name: bool(applied(one)) for one in facts.objects.by_kind.get(("", "Namespace"), ())}
    known = {name for name, made in here.items() if made}.union(_EVERYWHERE)
    if facts.creates_namespace or here.get(destination, True):
        known.add(destination)
    missing: dict[str, list[Ref]] = defaultdict(list)
    for manifest in facts.objects:
        where = "" if manifest.ref.group_kind in CLUSTER_SCOPED else manifest.ref.namespace
        if where and where not in known and applied(manifest):
            missing[where].append(manifest.ref)
    for name, (first, *others) in missing.items():
        more = f", and {len(others)} more objects," if others else ""
        which = f"which is not the destination ({destination}), and" if name != destination else "the destination, and"
        there = f"Namespace/{name} here is never applied" if name in here else f"no Namespace/{name} is here"
        yield Finding(
            severity=SEVERITY,
            ref=first,
            message=f"it{more} lies in the namespace {name}, {which} {there}",
            fix=f"add a Namespace/{name}, or make sure that it is there before the sync",
        )
