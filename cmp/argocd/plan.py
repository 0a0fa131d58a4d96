"""The plan of a sync: its steps, their batches of tasks, and the gates between the steps."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from cmp.argocd.live import NOTHING, Live
from cmp.argocd.prune import Prune
from cmp.argocd.tasks import Task
from cmp.model import Ref
from cmp.value import Value


class Gate(Value):
    """An object that a step waits for, and in `until` the condition in words; `gone` if that is its deletion."""

    ref: Ref
    until: str
    gone: bool = False


class Step(Value):
    """The tasks of one phase and wave, in batches: one batch after the other, the tasks of one batch at once.

    `prunes` are the objects that it prunes before, `deletes` the hooks of an earlier run that it deletes before it
    applies them anew. `pause` is the seconds that Argo CD pauses once it has applied all, before it looks whether the
    gates are open, and `ahead` those that it pauses once it has deleted hooks.
    """

    phase: str
    wave: int
    batches: tuple[tuple[Task, ...], ...]
    gates: tuple[Gate, ...]
    pause: int = 0
    prunes: tuple[Prune, ...] = ()
    deletes: tuple[Ref, ...] = ()
    ahead: int = 0

    @property
    def name(self) -> str:
        """The name of the step in a sentence: `Sync, wave 3`."""
        return f"{self.phase}, wave {self.wave}"

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks of the step, in order."""
        return tuple(task for batch in self.batches for task in batch)


class Turn(NamedTuple):
    """The time at which an object is applied: the indexes of the step and of the batch in it, from 0, and the task."""

    step: int
    batch: int
    task: Task


class Plan(Value):
    """A sync: its steps, the hooks that run only if it fails, and the objects that it never applies.

    The destination namespace, if Argo CD is to create it, is a step of its own before the others, without a pause after
    it. `version` is the minor of the Argo CD whose sync it is, `live` what it meets.
    """

    version: str
    steps: tuple[Step, ...]
    on_failure: tuple[Task, ...]
    never: tuple[Ref, ...]
    live: Live = NOTHING

    @property
    def delay(self) -> int:
        """The seconds that Argo CD pauses between the steps, without the time that the gates take."""
        return sum(step.ahead + step.pause for step in self.steps)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks of the steps, in order."""
        return tuple(task for step in self.steps for task in step.tasks)

    @cached_property
    def first(self) -> Mapping[Ref, Turn]:
        """The first time that each object is applied; a hook with several phases is applied again later."""
        found: dict[Ref, Turn] = {}
        for number, step in enumerate(self.steps):
            for place, batch in enumerate(step.batches):
                for task in batch:
                    found.setdefault(task.ref, Turn(step=number, batch=place, task=task))
        return found

    @cached_property
    def awaited(self) -> Mapping[Ref, int]:
        """The index, from 0, of the first step that waits for an object, for each object that a step waits for."""
        found: dict[Ref, int] = {}
        for number, step in enumerate(self.steps):
            for gate in step.gates:
                found.setdefault(gate.ref, number)
        return found

    @cached_property
    def pruned(self) -> Mapping[Ref, tuple[int, Prune]]:
        """The objects that are not rendered any more, each with the index of its step, from 0."""
        return {one.ref: (number, one) for number, step in enumerate(self.steps) for one in step.prunes}

    @cached_property
    def hooks(self) -> frozenset[Ref]:
        """The objects that are hooks."""
        return frozenset(task.ref for task in self.tasks if task.hook)

    def place(self, ref: Ref) -> tuple[int, int]:
        """Return when an object is first applied: the indexes, from 0, of the step and of the batch in it."""
        return self.first[ref][:2]

    def step(self, ref: Ref) -> Step:
        """Return the step that applies an object first."""
        return self.steps[self.first[ref].step]
