"""What a sync will do: its steps, and when each object has its turn in them."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from cmp.argocd.tasks import Task
from cmp.model import Ref
from cmp.value import Value


class Gate(Value):
    """What a step waits for: an object, and what has to happen to it."""

    ref: Ref
    until: str


class Step(Value):
    """The objects of one phase and wave, in batches that are applied one after the other; within one, at once."""

    phase: str
    wave: int
    batches: tuple[tuple[Task, ...], ...]
    gates: tuple[Gate, ...]

    @property
    def name(self) -> str:
        """What it is called in a sentence: `Sync, wave 3`."""
        return f"{self.phase}, wave {self.wave}"

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All its tasks, in their order."""
        return tuple(task for batch in self.batches for task in batch)


class Turn(NamedTuple):
    """When an object is applied: the number of the step, that of the batch in it, and the task."""

    step: int
    batch: int
    task: Task


class Plan(Value):
    """A sync: its steps, the hooks that run only if it fails, and the objects that Argo CD never applies.

    The destination namespace, if it is to be made, is a step before all others, though Argo CD doesn't pause after it.
    `delay` counts the seconds that Argo CD itself pauses between steps; what gates take comes on top.
    """

    steps: tuple[Step, ...]
    on_failure: tuple[Task, ...]
    never: tuple[Ref, ...]
    delay: int

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks of the steps, in their order."""
        return tuple(task for step in self.steps for task in step.tasks)

    @cached_property
    def first(self) -> Mapping[Ref, Turn]:
        """The first turn of each object; a hook of several phases has more of them."""
        found: dict[Ref, Turn] = {}
        for number, step in enumerate(self.steps):
            for place, batch in enumerate(step.batches):
                for task in batch:
                    found.setdefault(task.ref, Turn(step=number, batch=place, task=task))
        return found

    @cached_property
    def awaited(self) -> Mapping[Ref, int]:
        """The number of the first step that waits for an object, of each that one waits for."""
        found: dict[Ref, int] = {}
        for number, step in enumerate(self.steps):
            for gate in step.gates:
                found.setdefault(gate.ref, number)
        return found

    @cached_property
    def hooks(self) -> frozenset[Ref]:
        """The objects that are hooks."""
        return frozenset(task.ref for task in self.tasks if task.hook)

    def step(self, ref: Ref) -> Step:
        """Return the step in which an object is applied first."""
        return self.steps[self.first[ref].step]
