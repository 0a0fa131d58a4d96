"""The content of a report on a sync, the same for all formats."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from cmp.argocd.judge import Judge
from cmp.argocd.plan import Plan
from cmp.argocd.stall import Stall
from cmp.model import Edge, Finding, Ref, UnclearNeed
from cmp.transform.result import Arranged
from cmp.value import Value


class Since(Value):
    """What a sync comes after: the `name` of the revision that was synced before, and whether the Application prunes.

    `refused` are the objects that the API server refuses to change so, of the first step that has some.
    """

    name: str
    prunes: bool | None
    refused: tuple[Finding, ...]


class SyncReport(Value):
    """A sync: its plan, Swell's changes to it, and the needs between objects.

    `title` names the application; `judge` is by which Argo CD it is judged; `fix` is the advice for a sync that hangs
    or fails, or is unclear, "" if it can finish; `unclear` are the unclear needs. `undone` are the objects of a stream
    that Swell would change, but has left as they are. `hanging` are those that would hang in the order that was found,
    so that none is inferred; `others` are the Application's sources that are not judged. `since` is what the sync comes
    after, None for the first one.
    """

    app: str
    namespace: str
    title: str
    plan: Plan
    arranged: Arranged
    edges: tuple[Edge, ...]
    stalls: tuple[Stall, ...]
    fix: str
    judge: Judge = Judge()
    findings: tuple[Finding, ...] = ()
    unclear: tuple[UnclearNeed, ...] = ()
    undone: tuple[Ref, ...] = ()
    hanging: tuple[Ref, ...] = ()
    others: tuple[str, ...] = ()
    since: Since | None = None

    @property
    def judged(self) -> str:
        """By which Argo CD it is judged, as a sentence."""
        return self.judge.told(waves=len(self.plan.steps) > 1)

    @cached_property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that make every sync fail."""
        refused = self.since.refused if self.since else ()
        return (*(finding for finding in self.findings if finding.fails), *refused)

    @cached_property
    def refs(self) -> tuple[Ref, ...]:
        """All objects: those of the steps first, then those applied on failure or never."""
        others = (task.ref for task in self.plan.on_failure)
        return tuple(dict.fromkeys([*self.plan.first, *others, *self.plan.never, *self.plan.pruned]))

    @cached_property
    def needs(self) -> Mapping[Ref, tuple[Edge, ...]]:
        """The edges into each object."""
        found: dict[Ref, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.after].append(edge)
        return {ref: tuple(edges) for ref, edges in found.items()}

    @cached_property
    def serves(self) -> Mapping[Ref, tuple[Edge, ...]]:
        """The edges out of each object."""
        found: dict[Ref, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.before].append(edge)
        return {ref: tuple(edges) for ref, edges in found.items()}

    @property
    def ordered(self) -> bool:
        """Whether the report has anything to say about the order."""
        plan = self.plan
        arranged = self.arranged
        done = arranged.decisions or arranged.patched or arranged.suggested or arranged.hashes
        told = self.stalls or self.failures or self.unclear or self.undone or self.hanging
        return len(plan.steps) > 1 or bool(self.since or plan.hooks or plan.on_failure or done or told)
