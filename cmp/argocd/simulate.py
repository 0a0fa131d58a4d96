"""Simulates a sync: which steps there are, which batches each applies, and what each waits for.

Source: Sync and runTasks in pkg/sync/sync_context.go, multiStep in sync_tasks.go, of gitops-engine in Argo CD 3.6.1. A
step is one phase and wave. After it Argo CD waits until the objects of the step are healthy, but only if another step
follows or the step has a hook.
"""

from cmp.argocd.exclusions import applied
from cmp.argocd.live import NOTHING, Live
from cmp.argocd.plan import Plan, Step
from cmp.argocd.run import Run
from cmp.argocd.tasks import tasks
from cmp.argocd.versions import NEWEST
from cmp.argocd.wave_delay import WAVE_DELAY
from cmp.model import Manifest

_FAILURE = "SyncFail"


def simulate(  # noqa: PLR0913  (one for each thing that a sync depends on)
    manifests: tuple[Manifest, ...],
    *,
    namespace: str = "",
    create_namespace: bool = False,
    managed_namespace: bool = False,
    version: str = NEWEST,
    wave_delay: int = WAVE_DELAY,
    live: Live = NOTHING,
) -> Plan:
    """Return the plan of a sync of these manifests; of the first one, where nothing is said of what is there.

    The first one comes into a namespace that is empty or does not exist yet.

    Args:
        manifests: what the sync is given.
        namespace: the destination namespace, "" if it is unknown.
        create_namespace: whether the Application has `CreateNamespace=true`.
        managed_namespace: whether the Application has `managedNamespaceMetadata` as well.
        version: the minor of Argo CD, which decides what a step waits for.
        wave_delay: the seconds of its pauses, ARGOCD_SYNC_WAVE_DELAY of the controller.
        live: what the sync meets.
    """
    manifests = _last(manifests)
    creates = create_namespace and (managed_namespace or not live.again)
    every = tasks(manifests, namespace=namespace, create_namespace=creates, again=live.again)
    # without managedNamespaceMetadata the step of a namespace that Argo CD creates itself does not count
    counted = {task.place for task in every if task.manifest or managed_namespace}
    run = Run(manifests, [task for task in every if task.phase != _FAILURE], counted, live, version)
    steps = list(run.steps())
    for index in [number for number, step in enumerate(steps) if not _ahead(step, namespace)][:-1]:
        steps[index] = steps[index].replace(pause=wave_delay, ahead=wave_delay if steps[index].deletes else 0)
    return Plan(
        version=version,
        steps=tuple(steps),
        on_failure=tuple(task for task in every if task.phase == _FAILURE),
        never=tuple(manifest.ref for manifest in manifests if not applied(manifest)),
        live=live,
    )


def _last(manifests: tuple[Manifest, ...]) -> tuple[Manifest, ...]:
    """Return the last manifest of each identity, as Argo CD keeps it (NormalizeTargetObjects)."""
    named = {manifest.ref: manifest for manifest in manifests if manifest.head.name}
    return tuple(one for one in manifests if named.get(one.ref, one) is one or not one.head.name)


def _ahead(step: Step, namespace: str) -> bool:
    """Tell whether a step holds only the destination namespace, which Argo CD creates before the first step."""
    alone = all((task.ref.group, task.ref.kind, task.ref.name) == ("", "Namespace", namespace) for task in step.tasks)
    return alone and not step.prunes
