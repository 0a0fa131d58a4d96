"""The rights of a pod's ServiceAccount are there before it, so that a hook that moves finds them."""

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
