"""Edges from the RBAC bindings and roles of a pod's ServiceAccount to the pod, so that a moved hook has its rights."""

from collections.abc import Iterator

from cmp.model import Edge, Need, Reason, Strength
from cmp.objects.index import Index
from cmp.objects.rbac import account, bindings


def rights(index: Index) -> Iterator[Edge]:
    """Yield edges from the bindings of a pod's ServiceAccount, and from their roles."""
    bound = bindings(index)
    for pod in index.pods if bound else ():
        who = account(pod)
        for binding in bound.get(who, ()) if who else ():
            for source in (binding.manifest, binding.role):
                if source and who:
                    yield Edge(
                        before=source.ref,
                        after=pod.ref,
                        need=Need.EXISTS,
                        strength=Strength.MUST if pod.hook else Strength.SHOULD,
                        reason=Reason.REFERENCE,
                        blocks=False,
                        whys=(f"has its rights as ServiceAccount {who[1]} from it",),
                    )
