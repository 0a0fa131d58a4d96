"""When each object has its turn in a sync."""

from functools import cached_property

from cmp.argocd.simulate import Plan, Step
from cmp.model import Ref


class Timeline:
    """A plan, seen from its objects: in which step each is applied, and which steps wait for it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def turns(self) -> dict[Ref, tuple[int, int]]:
        """The first step and batch of each object, as numbers."""
        found: dict[Ref, tuple[int, int]] = {}
        for number, step in enumerate(self.plan.steps):
            for place, batch in enumerate(step.batches):
                for task in batch:
                    found.setdefault(task.ref, (number, place))
        return found

    @cached_property
    def awaited(self) -> dict[Ref, int]:
        """The first step that waits for each object that one waits for."""
        found: dict[Ref, int] = {}
        for number, step in enumerate(self.plan.steps):
            for gate in step.gates:
                found.setdefault(gate.ref, number)
        return found

    @cached_property
    def hooks(self) -> frozenset[Ref]:
        """The objects that are hooks."""
        return frozenset(task.ref for step in self.plan.steps for task in step.tasks if task.hook)

    def step(self, ref: Ref) -> Step:
        """Return the step in which an object is applied first."""
        return self.plan.steps[self.turns[ref][0]]

    def place(self, ref: Ref) -> str:
        """Return that step in words."""
        step = self.step(ref)
        return f"{step.phase}, wave {step.wave}"
