"""Edges from a controller to the custom resources that it manages."""

from collections.abc import Iterator

from cmp.model import Edge, Need, Reason, Strength
from cmp.objects.index import Index
from cmp.objects.rbac import Writers, account, plurals
from cmp.objects.workload_kinds import Runs


def controllers(index: Index) -> Iterator[Edge]:
    """Yield edges to objects of a kind that the stream defines, from workloads that may change such objects.

    A workload that may only read them is no controller. Rights to all groups do not count, since they name no kind.
    """
    names = {kind: plural for kind, plural in plurals(index).items() if index.kinds.get(kind)}
    writers = Writers(index) if names else None
    for pod in index.pods if writers and writers.bound else ():
        who = account(pod) if pod.shape.runs is Runs.ALWAYS else None
        for kind, plural in names.items() if who else ():
            if writers and writers.may_write(who, kind[0], plural):
                for manifest in index.each(kind):
                    yield Edge(
                        before=pod.ref,
                        after=manifest.ref,
                        need=Need.READY,
                        strength=Strength.SHOULD,
                        reason=Reason.CONTROLLER,
                        blocks=False,
                        whys=(f"its controller has rights for {plural}.{kind[0]}",),
                    )
