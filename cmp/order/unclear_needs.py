"""Finds workloads that may need a PostSync hook to become healthy, although no manifest says so."""

from collections.abc import Iterable, Iterator

from cmp.argocd.plan import Plan
from cmp.budget import Budget
from cmp.errors import ConfigError
from cmp.model import Edge, Reason, Ref, UnclearNeed
from cmp.objects.index import Index
from cmp.objects.pods import pods
from cmp.objects.readiness import candidates, may_depend
from cmp.objects.workload_kinds import Runs

MOST = 100_000
"""How many pairs of a hook and a workload are compared."""
_LAST = "PostSync"
_SAID = (Reason.DECLARED, Reason.WATCHED)


def unclear_needs(plan: Plan, index: Index, edges: Iterable[Edge]) -> Iterator[UnclearNeed]:
    """Yield the pairs of a PostSync hook and a workload that runs before it and may need it.

    A pair is left out where an edge says that the workload needs the hook, or the hook the workload.

    Args:
        plan: the plan of the sync.
        index: its objects.
        edges: the needs between them.

    Raises:
        ConfigError: the pairs are more than MOST.
    """
    budget = Budget(MOST, _too_many)
    known = {(edge.before, edge.after): edge.reason for edge in edges}
    workloads = plan.awaited.keys() - plan.hooks
    for job in sorted(ref for ref in plan.hooks if plan.step(ref).phase == _LAST and _runs_once(index, ref)):
        alike = workloads & candidates(job, index)
        budget.take(len(alike))
        for workload in sorted(alike):
            clear = (job, workload) in known or known.get((workload, job)) in _SAID
            if not clear and (why := may_depend(workload, job, index)):
                yield UnclearNeed(before=job, after=workload, why=why)


def _runs_once(index: Index, ref: Ref) -> bool:
    return ref in index.by_ref and any(pod.shape.runs is Runs.ONCE for pod in pods(index.by_ref[ref]))


def _too_many() -> ConfigError:
    return ConfigError(
        f"workloads may need hooks that come after them in more than {MOST} ways",
        fix="say what needs them with `order: {tiers}` or `after`, or split the application",
    )
