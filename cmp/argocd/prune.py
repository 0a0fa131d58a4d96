"""The tasks by which a sync deletes what it does not render any more, and the waves in which it does so.

Source: getSyncTasks and pruneObject in pkg/sync/sync_context.go of gitops-engine in Argo CD 3.6.1; 3.4.13 and 3.5.7
have the same logic. Argo CD makes its tasks anew at each look, from what is there then. So waves are swapped among the
objects that are still to be pruned: once the first are gone, the next ones come into the lowest wave of the rest.
"""

from collections.abc import Collection, Iterable, Mapping

from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.argocd.hooks import Role, deletion_phases, role, wave, words
from cmp.argocd.live import CONFIRM, FALSE, Live, option
from cmp.argocd.tasks import SYNC, Task
from cmp.manifests.scope import CLUSTER_SCOPED
from cmp.model import Manifest, Ref
from cmp.value import Value

_PRUNE = "Prune"
_LAST = "PruneLast=true"


class Prune(Value):
    """An object that is not rendered any more; `kept` says why it stays all the same, "" if it is deleted.

    `asks` tells whether the sync waits until its deletion is confirmed.
    """

    ref: Ref
    live: Manifest
    kept: str = ""
    asks: bool = False


def prune(task: Task, live: Live) -> Prune:
    """Return what becomes of the object of a prune task."""
    manifest = task.live
    assert manifest is not None  # noqa: S101  (what makes the task one)
    said = option(manifest, _PRUNE, live.options)
    kept = "" if live.prunes else "the sync does not prune"
    return Prune(ref=task.ref, live=manifest, kept=f"{_PRUNE}=false" if said == FALSE else kept, asks=said == CONFIRM)


def targets(manifests: Iterable[Manifest]) -> frozenset[Ref]:
    """Return the objects that are rendered and are no hooks, so that they are not pruned.

    Those of `hook: Skip` are among them, unless Helm's annotation makes them hooks of the deletion
    (partitionTargetObjsForSync in controller/state.go).
    """
    kept = (Role.RESOURCE, Role.SKIPPED)
    return frozenset(
        one.ref for one in manifests if role(one.head.annotations) in kept and not deletion_phases(one.head.annotations)
    )


def prune_tasks(
    there: Mapping[Ref, Manifest], rendered: Collection[Ref], last_wave: int, options: Iterable[str]
) -> list[Task]:
    """Return the tasks that prune what is there and not rendered; hooks are never pruned.

    Args:
        there: the objects that are there.
        rendered: those that are `targets`.
        last_wave: the highest wave of what the sync applies in its Sync phase, before anything is pulled forward.
        options: the sync options of the Application.
    """
    found = {
        ref: wave(one.head.annotations)
        for ref, one in there.items()
        if ref not in rendered and role(one.head.annotations) is Role.RESOURCE
    }
    waves = sorted(set(found.values()))
    swapped = dict(zip(waves, reversed(waves), strict=True))
    behind = max([0, last_wave, *waves]) + 1
    always = _LAST in options
    return [
        Task(
            ref=ref,
            phase=SYNC,
            wave=behind if always or _LAST in _options(there[ref]) else swapped[own],
            hook=False,
            manifest=None,
            live=there[ref],
        )
        for ref, own in sorted(found.items())
    ]


def result_key(task: Task) -> tuple[Ref, str, bool]:
    """Return the key under which Argo CD keeps the result of a task: hook and prune of one object may share it.

    Those of an object that belongs to no namespace do not: what is rendered has the Application's namespace in its key,
    and what is there has none.
    """
    apart = task.prunes and task.ref.group_kind in CLUSTER_SCOPED
    return task.ref, task.phase, apart


def _options(manifest: Manifest) -> tuple[str, ...]:
    return words(manifest.head.annotations.get(SYNC_OPTIONS, ""))
