"""Finds the first step of a sync that can never end, and the reason.

Argo CD starts the next step when everything that it waits for in this one is healthy (Sync in
gitops-engine/pkg/sync/sync_context.go of Argo CD 3.6.1). An object becomes healthy after what it needs is there. If
that comes in a later step, the sync hangs. Only the manifests count: an image that does not exist, or a database that
is down, cannot be seen in them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cmp.argocd.halted import Halted, halted
from cmp.argocd.health import DEGRADED
from cmp.argocd.plan import Plan, Step
from cmp.argocd.progress_deadline import AT_ONCE, ProgressDeadline, progress_deadline
from cmp.model import Edge, Need, Ref
from cmp.value import Value


class Stall(Value):
    """An object that never becomes healthy, and the step that waits for it.

    `chain` leads from the object to the one that comes too late or can't become healthy itself: `after` of the first
    edge is the object, `before` of each edge is `after` of the next. It is empty where `cause` is the object's own.
    `progress_deadline` is how long the object tries, None if it never gives up. With 0 seconds the sync does not hang,
    but fails at each try.
    """

    step: Step
    ref: Ref
    chain: tuple[Edge, ...]
    cause: str
    progress_deadline: ProgressDeadline | None = None

    @property
    def end(self) -> Ref:
        """The object at the end of the chain."""
        return self.chain[-1].before if self.chain else self.ref

    @property
    def circular(self) -> bool:
        """Whether objects wait for each other: the chain ends at an object that it has passed before."""
        end = self.end
        return any(edge.after == end for edge in self.chain)


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
) -> tuple[Stall, ...]:
    """Return the objects that the first endless step waits for; none if the sync can finish.

    Args:
        plan: the steps of the sync.
        edges: the needs between its objects.
        lacking: their needs for objects that the sync never applies.
        absent: for each object that is never applied, the reason.
        held: objects that other objects keep from becoming healthy; those whose own fields do so are found here.
    """
    progress = _Progress(plan, edges, held or {})
    progress.miss(lacking, absent or {})
    for step in plan.steps:
        progress.take(step)
        vain = dict.fromkeys(gate.ref for gate in step.gates if gate.ref not in progress.healthy)
        if vain:
            return tuple(progress.stall(step, ref) for ref in vain)
    return ()


class _Progress:
    """The objects that are applied and those that can be healthy after each step."""

    def __init__(self, plan: Plan, edges: Iterable[Edge], held: Mapping[Ref, Halted]) -> None:
        self.manifests = {task.ref: task.manifest for task in plan.tasks if task.manifest}
        own = {ref: found for ref, manifest in self.manifests.items() if (found := halted(manifest))}
        self.held = {**own, **held}
        self.sick = {ref: found.why for ref, found in self.held.items()}
        self.applied: set[Ref] = set()
        self.healthy: set[Ref] = set()
        self.unmet: dict[Ref, dict[Ref, Edge]] = defaultdict(dict)  # one edge for each two objects
        self.serves: dict[Ref, list[Edge]] = defaultdict(list)
        for edge in edges:
            if edge.blocks and edge.before in plan.first:
                self.unmet[edge.after][edge.before] = edge
                if not edge.never:
                    self.serves[edge.before].append(edge)

    def miss(self, lacking: Iterable[Edge], absent: Mapping[Ref, str]) -> None:
        """Record the needs that are never met, and why the needed objects are absent."""
        for edge in lacking:
            self.unmet[edge.after][edge.before] = edge
            self.sick[edge.before] = f"is never applied: {absent[edge.before]}"

    def take(self, step: Step) -> None:
        """Apply the objects of a step, and mark those healthy that have all they need."""
        arrived = [task.ref for task in step.tasks if task.ref not in self.applied]
        self.applied.update(arrived)
        able = arrived + [after for ref in arrived for after in self._meet(ref, Need.EXISTS)]
        while able:
            ref = able.pop()
            if ref in self.applied and ref not in self.healthy and ref not in self.sick and not self.unmet[ref]:
                self.healthy.add(ref)
                able += self._meet(ref, Need.READY)

    def _meet(self, ref: Ref, need: Need) -> list[Ref]:
        """Remove the needs that an object now meets; return the objects that had them."""
        met = [edge for edge in self.serves[ref] if edge.need is need]
        for edge in met:
            del self.unmet[edge.after][edge.before]
        return [edge.after for edge in met]

    def stall(self, step: Step, ref: Ref) -> Stall:
        """Return why an object does not become healthy, by following the first unmet need of each object."""
        chain: list[Edge] = []
        last, seen = ref, {ref}
        while last in self.applied and last not in self.sick and self.unmet[last]:
            edge = min(self.unmet[last].values(), key=lambda edge: (edge.before in self.applied, edge.before))
            chain.append(edge)
            last = edge.before
            if last in seen:
                break  # they wait for each other
            seen.add(last)
        cause = self.sick.get(last, "")
        if chain and not cause and all(edge.after != last for edge in chain):
            cause = chain[-1].never
        return Stall(step=step, ref=ref, chain=tuple(chain), cause=cause, progress_deadline=self._tries(ref))

    def _tries(self, ref: Ref) -> ProgressDeadline | None:
        """Return how long an object tries before Argo CD calls it Degraded; None if it never does."""
        if ref in self.held:
            return AT_ONCE if self.held[ref].health == DEGRADED else None
        if ref not in self.manifests or ref in self.sick:
            return None
        return progress_deadline(self.manifests[ref], tuple(self.unmet[ref].values()))
