"""The needs that a sync which prunes has to do with: between what is there, and of new objects for what it prunes."""

from cmp.argocd.plan import Plan
from cmp.model import Edge
from cmp.objects.objects import Objects
from cmp.order.edges import edges


def live_needs(objects: Objects, plan: Plan) -> tuple[Edge, ...]:
    """Return the needs between the objects that are there before a sync; none where it deletes nothing."""
    if not plan.pruned and not any(step.deletes for step in plan.steps if plan.live.again):
        return ()
    return edges(Objects(plan.live.objects.values(), objects.config))


def pruned_needs(objects: Objects, plan: Plan) -> tuple[Edge, ...]:
    """Return the needs of what a sync applies for what it prunes: a pod still names a ConfigMap that is gone."""
    if not plan.pruned:
        return ()
    pruned = [one.live for _, one in plan.pruned.values()]
    known = objects.by_ref
    whole = Objects([*objects, *(one for one in pruned if one.ref not in known)], objects.config)
    gone = {one.ref for one in pruned}
    return tuple(edge for edge in edges(whole) if edge.before in gone and edge.after not in gone)
