"""Makes the solver's nodes from objects: the pinned wave, the tier and the rank of each."""

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
    """Return the rank of an object for the solver: highest for workloads, then plain Jobs; 0 for all others."""
    shape = WORKLOADS.get(manifest.ref.group_kind)
    if shape is None or role(manifest.head.annotations) is Role.HOOK:
        return 0
    return JOB if shape.runs is Runs.ONCE else WORKLOAD


def node(manifest: Manifest, ruled: Preference, *, tier: int, stays: bool) -> Node:
    """Return the node of an object, pinned to the wave of its author, or else of a rule.

    The author's wave may be a Helm weight. An object that `stays` and has no wave is pinned to wave 0.
    """
    own = own_wave(manifest.head.annotations)
    if own is None and ruled.wave is None and stays:
        own = 0
    return Node(ref=manifest.ref, pin=ruled.wave if own is None else own, tier=tier, worth=rank(manifest))


def served_by_kind_order(edge: Edge) -> bool:
    """Tell whether Argo CD applies one object before the other in a wave that they share, in an earlier batch."""
    before, after = edge.before, edge.after
    return before.kind != after.kind and (kind_rank(before.kind), before.name) < (kind_rank(after.kind), after.name)
