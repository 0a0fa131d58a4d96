"""An operator runs before the objects that it looks after."""

from collections.abc import Iterator

from cmp.model import Edge, Need, Reason, Strength
from cmp.objects.index import Index
from cmp.objects.rbac import account, bindings, may_write, plurals
from cmp.objects.workload_kinds import Runs


def controllers(index: Index) -> Iterator[Edge]:
    """Yield edges from workloads that may change objects of a kind, which the stream defines, to these objects.

    Who reads them only is no operator; and whose rights are for all groups says nothing about any.
    """
    names = {kind: plural for kind, plural in plurals(index).items() if index.kinds.get(kind)}
    bound = bindings(index) if names else {}
    for pod in index.pods if bound else ():
        who = account(pod)
        if who is None or pod.shape.runs is not Runs.ALWAYS:
            continue
        roles = {binding.role.ref: binding.role for binding in bound.get(who, ()) if binding.role}
        for kind, plural in names.items():
            if any(may_write(role, kind[0], plural) for role in roles.values()):
                for manifest in index.each(kind):
                    yield Edge(
                        before=pod.ref,
                        after=manifest.ref,
                        need=Need.READY,
                        strength=Strength.SHOULD,
                        reason=Reason.CONTROLLER,
                        blocks=False,
                        whys=(f"its operator has rights for {plural}.{kind[0]}",),
                    )
