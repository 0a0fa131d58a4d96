"""Whether a sync can finish: what each step waits for, against what the objects need of each other.

Argo CD goes on to the next step when everything that this one waits for is healthy (R3.7 of Argo CD 3.5.1: Sync in
gitops-engine/pkg/sync/sync_context.go). An object can become healthy once what it needs is there; where that comes in
a later step, neither ever happens. Only what the manifests themselves say counts: an image that does not exist, or a
database that is down, nobody can see from here.
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
    """A step that never ends: an object that it waits for, and why that does not become healthy.

    `chain` leads from the object to one that comes too late, or can't become healthy itself: the first edge's `after`
    is the object, each edge's `before` is the next one's `after`. It is empty where `cause` says it all.
    `progress_deadline` is how long the object tries, None if it never gives up; with no seconds the sync does not hang,
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
        """Whether the chain leads back into itself: objects that wait for each other."""
        end = self.end
        return any(edge.after == end for edge in self.chain)


def given_up(stalls: Iterable[Stall]) -> ProgressDeadline | None:
    """Return when a sync that hangs fails by itself: its step ends when the last object in it has given up.

    None if one of them never does.
    """
    all_of_them = [stall.progress_deadline for stall in stalls]
    known = [progress_deadline for progress_deadline in all_of_them if progress_deadline]
    return max(known, key=lambda one: one.seconds) if known and len(known) == len(all_of_them) else None


def fails_at_once(stalls: Iterable[Stall]) -> bool:
    """Tell whether a step does not wait at all for what it waits for in vain: all of that is Degraded."""
    end = given_up(stalls)
    return end is not None and not end.seconds


def stalls(
    plan: Plan,
    edges: Iterable[Edge],
    lacking: Iterable[Edge] = (),
    absent: Mapping[Ref, str] | None = None,
    held: Mapping[Ref, Halted] | None = None,
) -> tuple[Stall, ...]:
    """Return the objects that the first step which never ends waits for in vain; none if the sync can finish.

    Args:
        plan: the sync.
        edges: what its objects need of each other.
        lacking: what they need of objects that it never applies.
        absent: those, and why.
        held: objects that can't become healthy for what others say, beside those that say so themselves.
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
    """What is applied and what can be healthy, step after step."""

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
                self.serves[edge.before].append(edge)

    def miss(self, lacking: Iterable[Edge], absent: Mapping[Ref, str]) -> None:
        """Know what is never there."""
        for edge in lacking:
            self.unmet[edge.after][edge.before] = edge
            self.sick[edge.before] = f"is never applied: {absent[edge.before]}"

    def take(self, step: Step) -> None:
        """Apply a step, and let everything become healthy that can."""
        arrived = [task.ref for task in step.tasks if task.ref not in self.applied]
        self.applied.update(arrived)
        able = arrived + [after for ref in arrived for after in self._meet(ref, Need.EXISTS)]
        while able:
            ref = able.pop()
            if ref in self.applied and ref not in self.healthy and ref not in self.sick and not self.unmet[ref]:
                self.healthy.add(ref)
                able += self._meet(ref, Need.READY)

    def _meet(self, ref: Ref, need: Need) -> list[Ref]:
        """Meet what others need of an object; return who they are."""
        met = [edge for edge in self.serves[ref] if edge.need is need]
        for edge in met:
            del self.unmet[edge.after][edge.before]
        return [edge.after for edge in met]

    def stall(self, step: Step, ref: Ref) -> Stall:
        """Return why an object does not become healthy: the way to the first cause, along its first unmet needs."""
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
        return Stall(step=step, ref=ref, chain=tuple(chain), cause=cause, progress_deadline=self._tries(ref))

    def _tries(self, ref: Ref) -> ProgressDeadline | None:
        """Return how long an object tries before Argo CD calls it Degraded; None if it never does."""
        if ref in self.held:
            return AT_ONCE if self.held[ref].health == DEGRADED else None
        if ref not in self.manifests or ref in self.sick:
            return None
        return progress_deadline(self.manifests[ref], tuple(self.unmet[ref].values()))
