"""Simulates a sync: which steps there are, which batches each applies, and what each waits for.

Source: Sync, runTasks and multiStep in gitops-engine/pkg/sync/sync_context.go of Argo CD 3.6.1. A step is one phase and
wave. After it Argo CD waits until the objects of the step are healthy, but only if another step follows or the step
has a hook.
"""

from itertools import groupby

from cmp.argocd.exclusions import applied
from cmp.argocd.gates import gate
from cmp.argocd.plan import Gate, Plan, Step
from cmp.argocd.tasks import Task, tasks
from cmp.argocd.versions import NEWEST
from cmp.model import Manifest

WAVE_DELAY = 2
"""Seconds between two steps unless ARGOCD_SYNC_WAVE_DELAY says otherwise."""

_FAILURE = "SyncFail"


def simulate(
    manifests: tuple[Manifest, ...],
    *,
    namespace: str = "",
    create_namespace: bool = False,
    managed_namespace: bool = False,
    version: str = NEWEST,
) -> Plan:
    """Return the plan of the first sync of these manifests, into a namespace that is empty or does not exist yet.

    Args:
        manifests: what the sync is given.
        namespace: the destination namespace, "" if it is unknown.
        create_namespace: whether the Application has `CreateNamespace=true`.
        managed_namespace: whether the Application has `managedNamespaceMetadata` as well.
        version: the minor of Argo CD, which decides what a step waits for.
    """
    manifests = _last(manifests)
    every = tasks(manifests, namespace=namespace, create_namespace=create_namespace)
    groups = [
        (key, list(group)) for key, group in groupby((task for task in every if task.phase != _FAILURE), key=_place)
    ]
    # without managedNamespaceMetadata the step of a namespace that Argo CD creates itself does not count
    many = len({_place(task) for task in every if task.manifest or managed_namespace}) > 1
    steps = [
        _step(key, group, last=index == len(groups) - 1, many=many, version=version)
        for index, (key, group) in enumerate(groups)
    ]
    return Plan(
        version=version,
        steps=tuple(steps),
        on_failure=tuple(task for task in every if task.phase == _FAILURE),
        never=tuple(manifest.ref for manifest in manifests if not applied(manifest)),
        delay=WAVE_DELAY * max(0, sum(not _ahead(step, namespace) for step in steps) - 1),
    )


def _last(manifests: tuple[Manifest, ...]) -> tuple[Manifest, ...]:
    """Return the last manifest of each identity, as Argo CD keeps it (NormalizeTargetObjects)."""
    named = {manifest.ref: manifest for manifest in manifests if manifest.head.name}
    return tuple(one for one in manifests if named.get(one.ref, one) is one or not one.head.name)


def _ahead(step: Step, namespace: str) -> bool:
    """Tell whether a step holds only the destination namespace, which Argo CD creates before the first step."""
    return all((task.ref.group, task.ref.kind, task.ref.name) == ("", "Namespace", namespace) for task in step.tasks)


def _place(task: Task) -> tuple[str, int]:
    return task.phase, task.wave


def _step(place: tuple[str, int], group: list[Task], *, last: bool, many: bool, version: str) -> Step:
    batches = tuple(tuple(batch) for _, batch in groupby(group, key=lambda task: task.ref.kind))
    hooks = any(task.hook for task in group)
    waits = [task for task in group if task.hook or many] if hooks or not last else []
    gates = tuple(
        Gate(ref=task.ref, until=until) for task in waits if task.manifest and (until := gate(task.manifest, version))
    )
    return Step(phase=place[0], wave=place[1], batches=batches, gates=gates)
