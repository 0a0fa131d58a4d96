"""Finds the first step of a sync that can never end, and the reason.

Argo CD starts the next step when everything that it waits for in this one is healthy (Sync in
gitops-engine/pkg/sync/sync_context.go of Argo CD 3.6.1). An object becomes healthy after what it needs is there. If
that comes in a later step, the sync hangs. Only the manifests count: an image that does not exist, or a database that
is down, cannot be seen in them.
"""

from collections.abc import Iterable, Mapping

from cmp.argocd.halted import Halted
from cmp.argocd.plan import Plan
from cmp.argocd.progress import Progress
from cmp.argocd.progress_deadline import ProgressDeadline
from cmp.argocd.stall import Stall
from cmp.model import Edge, Ref


def given_up(stalls: Iterable[Stall]) -> ProgressDeadline | None:
    """Return the deadline at which a sync that hangs fails: the longest one of the objects that its step waits for.

    None if one of these objects has no deadline, so that the sync hangs without end.
    """
    all_of_them = [stall.progress_deadline for stall in stalls]
    known = [progress_deadline for progress_deadline in all_of_them if progress_deadline]
    return max(known, key=lambda one: one.seconds) if known and len(known) == len(all_of_them) else None


def fails_at_once(stalls: Iterable[Stall]) -> bool:
    """Tell whether a sync fails instead of hanging: every object that holds its step up is Degraded at once."""
    end = given_up(stalls)
    return end is not None and not end.seconds


def stalls(
    plan: Plan,
    edges: Iterable[Edge],
    lacking: Iterable[Edge] = (),
    absent: Mapping[Ref, str] | None = None,
    held: Mapping[Ref, Halted] | None = None,
    live_needs: Iterable[Edge] = (),
) -> tuple[Stall, ...]:
    """Return the objects that the first endless step waits for; none if the sync can finish.

    Args:
        plan: the steps of the sync.
        edges: the needs between its objects.
        lacking: their needs for objects that the sync never applies.
        absent: for each object that is never applied, the reason.
        held: objects that other objects keep from becoming healthy; those whose own fields do so are found here.
        live_needs: the needs between the objects that are there before.
    """
    progress = Progress(plan, edges, held or {}, live_needs)
    progress.miss(lacking, absent or {})
    for step in plan.steps:
        progress.take(step)
        if vain := [gate for gate in step.gates if progress.waits(gate)]:
            return tuple({gate.ref: progress.stall(step, gate) for gate in reversed(vain)}.values())[::-1]
    return ()
