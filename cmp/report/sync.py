"""The content of a report on a sync, the same for all formats."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from cmp.argocd.deadlock import Stall
from cmp.argocd.plan import Plan
from cmp.model import Edge, Finding, Ref, UnclearNeed
from cmp.transform.result import Arranged
from cmp.value import Value


class SyncReport(Value):
    """A sync: its plan, Swell's changes to it, and the needs between objects.

    `title` names the application; `fix` is the advice for a sync that hangs or fails, or is unclear, "" if it
    can finish; `unclear` are the unclear needs. `undone` are the objects of a stream that Swell would change, but has
    left as they are. `hanging` are those that would hang in the order that was found, so that none is inferred.
    """

    app: str
    namespace: str
    title: str
    plan: Plan
    arranged: Arranged
    edges: tuple[Edge, ...]
    stalls: tuple[Stall, ...]
    fix: str
    findings: tuple[Finding, ...] = ()
    unclear: tuple[UnclearNeed, ...] = ()
    undone: tuple[Ref, ...] = ()
    hanging: tuple[Ref, ...] = ()

    @cached_property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that make every sync fail."""
        return tuple(finding for finding in self.findings if finding.fails)

    @cached_property
    def refs(self) -> tuple[Ref, ...]:
        """All objects: those of the steps first, then those applied on failure or never."""
        others = (task.ref for task in self.plan.on_failure)
        return tuple(dict.fromkeys([*self.plan.first, *others, *self.plan.never]))

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
        return len(plan.steps) > 1 or bool(plan.hooks or plan.on_failure or done or told)
