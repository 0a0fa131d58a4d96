"""Which objects are there and healthy while a sync goes on, as far as manifests tell.

An object becomes healthy once what it needs is there, or healthy itself. What is healthy before the sync stays so,
until the sync changes or deletes it: pods that run go on without a ConfigMap that is pruned.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cmp.argocd.halted import Halted, halted
from cmp.argocd.health import DEGRADED
from cmp.argocd.held_up import UNCONFIRMED, mounted_by, orphaned
from cmp.argocd.plan import Gate, Plan, Step
from cmp.argocd.progress_deadline import AT_ONCE, ProgressDeadline, progress_deadline
from cmp.argocd.prune import Prune
from cmp.argocd.stall import Stall
from cmp.model import Edge, Need, Ref


class Progress:
    """The objects that are there and those that can be healthy after each step; at first those of the sync before."""

    def __init__(
        self, plan: Plan, edges: Iterable[Edge], held: Mapping[Ref, Halted], live_needs: Iterable[Edge]
    ) -> None:
        there = plan.live.objects
        self.live_needs, self.old = tuple(live_needs), set(there)
        self.manifests = {**there, **{task.ref: task.manifest for task in plan.tasks if task.manifest}}
        own = {ref: found for ref, manifest in self.manifests.items() if (found := halted(manifest))}
        self.held = {**own, **held}
        self.sick = {ref: found.why for ref, found in self.held.items()}
        self.gone: dict[Ref, str] = {}
        self.stays: dict[Ref, str] = {}
        self.applied = set(there)
        self.healthy = there.keys() - self.sick.keys()
        self.unmet: dict[Ref, dict[Ref, Edge]] = defaultdict(dict)  # one edge for each two objects
        self.serves: dict[Ref, list[Edge]] = defaultdict(list)
        known = plan.first.keys() | there.keys()
        for edge in edges:
            if edge.blocks and edge.before in known:
                self._learn(edge)

    def _learn(self, edge: Edge) -> None:
        """Record a need, as unmet where what is there does not meet it."""
        if edge.never or not self._meets(edge):
            self.unmet[edge.after][edge.before] = edge
        if not edge.never:
            self.serves[edge.before].append(edge)

    def _meets(self, edge: Edge) -> bool:
        return edge.before in (self.applied if edge.need is Need.EXISTS else self.healthy)

    def miss(self, lacking: Iterable[Edge], absent: Mapping[Ref, str]) -> None:
        """Record the needs that are never met, and why the needed objects are absent."""
        for edge in lacking:
            if edge.before in self.applied:
                self._learn(edge)  # the sync before has left it
            else:
                self.unmet[edge.after][edge.before] = edge
                self.sick[edge.before] = f"is never applied: {absent[edge.before]}"

    def take(self, step: Step) -> None:
        """Prune and delete what the step does, apply its objects, and mark those healthy that have all they need."""
        for one in step.prunes:
            if not one.kept:
                self._lose(one.ref)
                self.gone[one.ref] = f"is pruned in {step.name}"
        for ref in step.deletes:
            if why := mounted_by(ref, self.live_needs, self.old):
                self.stays[ref] = why
            self._lose(ref)
        news = [task.ref for task in step.tasks if task.ref not in self.healthy or (task.live and not task.unchanged)]
        arrived = [ref for ref in news if ref not in self.applied]
        self.healthy.difference_update(news)
        self.applied.update(news)
        able = news + [after for ref in arrived for after in self._meet(ref, Need.EXISTS)]
        while able:
            ref = able.pop()
            if ref in self.applied and ref not in self.healthy and ref not in self.sick and not self.unmet[ref]:
                self.healthy.add(ref)
                able += self._meet(ref, Need.READY)
        self.old.difference_update(step.deletes, (task.ref for task in step.tasks))
        for one in step.prunes:
            self._hold(one)

    def _hold(self, one: Prune) -> None:
        """Record why an object that is to go stays, if it does."""
        why = UNCONFIRMED if one.asks else ""
        if not one.kept and not why:
            why = (
                mounted_by(one.ref, self.live_needs, self.old)
                or mounted_by(one.ref, self.serves[one.ref], self.applied - self.old)
                or orphaned(one.live, self.live_needs, self.gone)
            )
        if why:
            self.stays[one.ref] = why

    def _lose(self, ref: Ref) -> None:
        """Take an object away: what needs it meets that need no more, though what is healthy already stays so."""
        self.applied.discard(ref)
        self.healthy.discard(ref)
        self.old.discard(ref)
        for edge in self.serves[ref]:
            self.unmet[edge.after][edge.before] = edge

    def _meet(self, ref: Ref, need: Need) -> list[Ref]:
        """Remove the needs that an object now meets; return the objects that had them."""
        met = [edge for edge in self.serves[ref] if edge.need is need and self.unmet[edge.after].get(ref) == edge]
        for edge in met:
            del self.unmet[edge.after][edge.before]
        return [edge.after for edge in met]

    def waits(self, gate: Gate) -> bool:
        """Tell whether a gate stays closed: of an object that is not healthy, or that is to go and stays."""
        return gate.ref in self.stays if gate.gone else gate.ref not in self.healthy

    def stall(self, step: Step, gate: Gate) -> Stall:
        """Return why a gate stays closed: what its object waits for, by the first unmet need of each object."""
        ref = gate.ref
        if gate.gone:
            return Stall(step=step, ref=ref, chain=(), cause=self.stays[ref])
        chain: list[Edge] = []
        last, seen = ref, {ref}
        while last in self.applied and last not in self.sick and self.unmet[last]:
            edge = min(self.unmet[last].values(), key=lambda edge: (edge.before in self.applied, edge.before))
            chain.append(edge)
            last = edge.before
            if last in seen:
                break  # they wait for each other
            seen.add(last)
        cause = self.sick.get(last, "") or self.gone.get(last, "")
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
