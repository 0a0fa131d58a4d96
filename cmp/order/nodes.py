"""Objects as the solver sees them: pinned or not, in which tier, and whether they are what a set of objects is for."""

from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import Role, own_wave, role
from cmp.argocd.kinds import rank as kind_rank
from cmp.model import Edge, Manifest
from cmp.objects.workload_kinds import WORKLOADS, Runs
from cmp.order.intent.preference import Preference
from cmp.order.solver.levels import JOB, WORKLOAD
from cmp.order.solver.solve import Node


def in_sync(manifest: Manifest) -> bool:
    """Tell whether an object is applied in the Sync phase, as a hook or not."""
    return "Sync" in applied(manifest)


def rank(manifest: Manifest) -> int:
    """Return what an object is worth: workloads most, then plain Jobs; hooks and all others nothing."""
    shape = WORKLOADS.get((manifest.ref.group, manifest.ref.kind))
    if shape is None or role(manifest.head.annotations) is Role.HOOK:
        return 0
    return JOB if shape.runs is Runs.ONCE else WORKLOAD


def node(manifest: Manifest, ruled: Preference, *, tier: int, stays: bool) -> Node:
    """Return an object with the wave that its author, or else a rule, has given it; a weight that is left is one.

    Where an object `stays`, that its author gave it no wave means wave 0.
    """
    own = own_wave(manifest.head.annotations)
    if own is None and ruled.wave is None and stays:
        own = 0
    return Node(ref=manifest.ref, pin=ruled.wave if own is None else own, tier=tier, worth=rank(manifest))


def served_by_kind_order(edge: Edge) -> bool:
    """Tell whether Argo CD applies one object before the other in a wave that they share, in an earlier batch."""
    before, after = edge.before, edge.after
    return before.kind != after.kind and (kind_rank(before.kind), before.name) < (kind_rank(after.kind), after.name)
