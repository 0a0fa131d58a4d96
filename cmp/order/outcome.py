"""How a sync ends: what it never applies, what keeps objects from becoming healthy, and where it waits in vain."""

from collections.abc import Mapping
from functools import cached_property

from cmp.argocd.deadlock import stalls
from cmp.argocd.halted import Halted
from cmp.argocd.plan import Plan
from cmp.argocd.stall import Stall
from cmp.model import Edge, Ref
from cmp.objects.objects import Objects
from cmp.objects.unmeasured import unmeasured
from cmp.order.unapplied_needs import unapplied_needs, unapplied_objects
from cmp.value import Value


class Outcome(Value):
    """The outcome of a plan for objects, whose needs are `edges`; each part is computed when first asked for."""

    objects: Objects
    plan: Plan
    edges: tuple[Edge, ...]

    @cached_property
    def lacking(self) -> tuple[Edge, ...]:
        """The edges from objects that stand in the stream, but that a successful sync never applies."""
        return unapplied_needs(self.objects)

    @cached_property
    def held(self) -> Mapping[Ref, Halted]:
        """The objects that other objects keep from becoming healthy, each with the reason."""
        return unmeasured(self.objects.index, self.plan.version)

    @cached_property
    def stalls(self) -> tuple[Stall, ...]:
        """The objects that the sync would wait for without end."""
        from cmp.order.pruned_needs import live_needs, pruned_needs

        needs = (*self.edges, *pruned_needs(self.objects, self.plan))
        absent, live = unapplied_objects(self.objects), live_needs(self.objects, self.plan)
        return stalls(self.plan, needs, self.lacking, absent, self.held, live)

    @cached_property
    def able(self) -> frozenset[Ref]:
        """The objects that the sync gets to, less those for which it waits in vain."""
        last = self.stalls[0].step if self.stalls else None
        steps = self.plan.steps[: self.plan.steps.index(last) + 1] if last else self.plan.steps
        return frozenset(task.ref for step in steps for task in step.tasks) - {stall.ref for stall in self.stalls}
