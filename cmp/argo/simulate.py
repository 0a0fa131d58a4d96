"""What a sync will do: step by step, in which batches, and what each step waits for.

Source: Sync, runTasks and multiStep in gitops-engine/pkg/sync/sync_context.go of Argo CD 3.5.1. A step is one phase and
wave; after it Argo CD waits until what the step applied is healthy, but only if there is another step, or a hook.
"""

from itertools import groupby

from cmp.argo.classify import phases
from cmp.argo.health import gate
from cmp.argo.tasks import Task, tasks
from cmp.model import Manifest, Ref
from cmp.value import Value

WAVE_DELAY = 2
"""Seconds between two steps unless ARGOCD_SYNC_WAVE_DELAY says otherwise."""

_FAILURE = "SyncFail"


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
    def tasks(self) -> tuple[Task, ...]:
        """All its tasks, in their order."""
        return tuple(task for batch in self.batches for task in batch)


class Plan(Value):
    """A sync: its steps, the hooks that run only if it fails, and the objects that Argo CD never applies.

    `delay` counts the seconds that Argo CD itself pauses between steps; what gates take comes on top.
    """

    steps: tuple[Step, ...]
    on_failure: tuple[Task, ...]
    never: tuple[Ref, ...]
    delay: int


def simulate(manifests: tuple[Manifest, ...], *, create_namespace: str = "") -> Plan:
    """Return the first sync of these manifests into an empty namespace.

    Args:
        manifests: what the sync is given.
        create_namespace: the destination namespace, if the Application has `CreateNamespace=true`.
    """
    every = tasks(manifests, create_namespace=create_namespace)
    groups = [
        (key, list(group)) for key, group in groupby((task for task in every if task.phase != _FAILURE), key=_place)
    ]
    many = len({_place(task) for task in (every[0], every[-1])}) > 1 if every else False
    steps = [_step(key, group, last=index == len(groups) - 1, many=many) for index, (key, group) in enumerate(groups)]
    return Plan(
        steps=tuple(steps),
        on_failure=tuple(task for task in every if task.phase == _FAILURE),
        never=tuple(manifest.ref for manifest in manifests if not phases(manifest.head.annotations)),
        delay=WAVE_DELAY * max(0, len(steps) - 1),
    )


def _place(task: Task) -> tuple[str, int]:
    return task.phase, task.wave


def _step(place: tuple[str, int], group: list[Task], *, last: bool, many: bool) -> Step:
    batches = tuple(tuple(batch) for _, batch in groupby(group, key=lambda task: task.ref.kind))
    hooks = any(task.hook for task in group)
    waits = [task for task in group if task.hook or many] if hooks or not last else []
    gates = tuple(Gate(ref=task.ref, until=until) for task in waits if task.manifest and (until := gate(task.manifest)))
    return Step(phase=place[0], wave=place[1], batches=batches, gates=gates)
