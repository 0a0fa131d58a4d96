"""The tasks of a sync, in Argo CD's order.

Source: getSyncTasks in gitops-engine/pkg/sync/sync_context.go, and sync_tasks.go, of Argo CD 3.6.1; 3.4.13 and 3.5.7
have the same logic. What is pruned has tasks of its own, which `prune.py` makes.
"""

from collections.abc import Callable, Hashable
from functools import cached_property

from cmp.argocd.crd import defined
from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import PHASES, Role, role, wave
from cmp.argocd.kinds import rank
from cmp.argocd.live import alike
from cmp.model import Manifest, Ref
from cmp.value import Value

SYNC = "Sync"


class Task(Value):
    """One object to be applied in one phase; `manifest` is None for a Namespace that Argo CD creates by itself.

    `live` is the object that is there when the task runs, None where there is none. A task without `manifest` that has
    one prunes it.
    """

    ref: Ref
    phase: str
    wave: int
    hook: bool
    manifest: Manifest | None
    live: Manifest | None = None

    @property
    def prunes(self) -> bool:
        """Whether the task deletes the object."""
        return self.manifest is None and self.live is not None

    @cached_property
    def unchanged(self) -> bool:
        """Whether what is there is what is to be applied, as far as manifests tell."""
        return self.manifest is not None and self.live is not None and alike(self.live, self.manifest)

    @property
    def place(self) -> tuple[int, int]:
        """The place in the order of a sync: the number of the phase, and the wave."""
        return PHASES.index(self.phase), self.wave


def tasks(
    manifests: tuple[Manifest, ...], *, namespace: str = "", create_namespace: bool = False, again: bool = False
) -> list[Task]:
    """Return the tasks in the order in which Argo CD applies them.

    Argo CD sorts by phase, wave, kind and name, and leaves the order open where all four are equal; here namespace and
    group decide then. A destination namespace that is not there yet comes before all else, whatever its phase and wave.

    Args:
        manifests: the targets.
        namespace: the destination namespace, "" if it is unknown.
        create_namespace: whether Argo CD creates the namespace, or keeps its labels and annotations.
        again: whether a sync came before, so that the namespace is there.
    """
    found = [
        Task(
            ref=manifest.ref,
            phase=phase,
            wave=wave(annotations),
            hook=role(annotations) is Role.HOOK,
            manifest=manifest,
        )
        for manifest in manifests
        for annotations in (manifest.head.annotations,)
        for phase in applied(manifest)
    ]
    own = {task.ref.name for task in found if _is_namespace(task) and not task.hook}
    if create_namespace and namespace not in own:
        ref = Ref(group="", kind="Namespace", namespace="", name=namespace)
        found.append(Task(ref=ref, phase="PreSync", wave=0, hook=False, manifest=None))
    ordered = sorted(found, key=_sort_key)
    ordered = _pulled_forward(ordered, _namespace_made, _namespace_used)
    ordered = _pulled_forward(ordered, _kind_defined, _kind_used)
    if again:
        return ordered
    destination = next((task for task in ordered if _is_namespace(task) and task.ref.name == namespace), None)
    return sorted(ordered, key=lambda task: task is not destination)


def _sort_key(task: Task) -> tuple[int, int, int, str, str, str]:
    ref = task.ref
    return *task.place, rank(ref.kind), ref.name, ref.group, ref.namespace


_Key = Callable[[Task], Hashable | None]


def _pulled_forward(ordered: list[Task], made: _Key, used: _Key) -> list[Task]:
    """Move each provider right before its first user, into the phase and wave of that (adjustDeps)."""
    result: list[Task] = []
    first: dict[Hashable, int] = {}
    for task in ordered:
        key = made(task)
        if key is not None:
            index = first.get(key, len(result))
            if index < len(result):
                task = task.replace(phase=result[index].phase, wave=result[index].wave)  # noqa: PLW2901
            result.insert(index, task)
            first = {known: place + (place >= index) for known, place in first.items()}
            continue
        if task.manifest and (need := used(task)) is not None:
            first.setdefault(need, len(result))
        result.append(task)
    return result


def _is_namespace(task: Task) -> bool:
    return task.ref.group_kind == ("", "Namespace")


def _namespace_made(task: Task) -> Hashable | None:
    return task.ref.name if _is_namespace(task) and task.manifest else None


def _namespace_used(task: Task) -> Hashable | None:
    return task.ref.namespace or None


def _kind_defined(task: Task) -> Hashable | None:
    return defined(task.manifest) if task.manifest else None


def _kind_used(task: Task) -> Hashable | None:
    return task.ref.group_kind
