"""All that is told of a sync, whatever the format."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from cmp.argocd.deadlock import Stall
from cmp.argocd.plan import Plan
from cmp.model import Edge, Finding, Ref, UnclearNeed
from cmp.transform.result import Arranged
from cmp.value import Value


class SyncReport(Value):
    """A sync, what Swell did for it, and what the objects need of each other.

    `title` names the application; `fix` is what to do about a sync that hangs or fails, or is unclear, "" if it
    can finish; `unclear` are the needs that make it so. `undone`
    are the objects of a stream that Swell would change, but has left as they are.
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

    @cached_property
    def failures(self) -> tuple[Finding, ...]:
        """The findings with which no sync can succeed."""
        return tuple(finding for finding in self.findings if finding.fails)

    @cached_property
    def refs(self) -> tuple[Ref, ...]:
        """All objects: those of the steps first, then those that run on failure or never."""
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
        """Whether there is anything to say about an order."""
        plan = self.plan
        arranged = self.arranged
        done = arranged.decisions or arranged.patched or arranged.suggested or arranged.hashes
        told = self.stalls or self.failures or self.unclear or self.undone
        return len(plan.steps) > 1 or bool(plan.hooks or plan.on_failure or done or told)
