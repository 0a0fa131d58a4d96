"""A sync while it runs, step by step: what is there, and which tasks have a result already.

Source: Sync and runTasks in pkg/sync/sync_context.go of gitops-engine in Argo CD 3.6.1. Argo CD makes its tasks anew
each time that it looks at a running sync, from what is there then, and remembers only the result of each.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from cmp.argocd.annotations import BEFORE_HOOK_CREATION
from cmp.argocd.gates import gate
from cmp.argocd.held_up import CLAIM
from cmp.argocd.hooks import PHASES, delete_policies, phases, wave
from cmp.argocd.live import Live
from cmp.argocd.plan import Gate, Step
from cmp.argocd.prune import Prune, prune, prune_tasks, result_key, targets
from cmp.argocd.tasks import SYNC, Task
from cmp.model import Manifest, Ref

_Place = tuple[int, int]
_GONE = "it is gone"
_CONFIRMED = "its deletion is confirmed"


class Run:
    """The tasks of a sync that have not run yet, and the objects that are there."""

    def __init__(
        self, manifests: tuple[Manifest, ...], every: list[Task], counted: set[_Place], live: Live, version: str
    ) -> None:
        """Begin with all tasks that apply an object, in order, and with the places that make a sync have several."""
        self._groups = [(place, list(group)) for place, group in groupby(every, key=lambda task: task.place)]
        self._counted, self._live, self._version = counted, live, version
        self._there = dict(live.objects)
        self._done = set[tuple[Ref, str, bool]]()
        self._rendered = targets(manifests)
        waves = (wave(one.head.annotations) for one in manifests if SYNC in phases(one.head.annotations))
        self._last_wave = max(waves, default=0)

    def steps(self) -> Iterator[Step]:
        """Yield the steps; one in which Argo CD first deletes hooks of a run before is one with what follows."""
        begun: Step | None = None
        while step := self._next():
            if begun and (begun.phase, begun.wave) == (step.phase, step.wave):
                step = _joined(begun, step)
            elif begun:
                yield begun
            begun = step if step.deletes and not step.batches else None
            if not begun:
                yield step
        if begun:
            yield begun

    def _next(self) -> Step | None:
        """Run the tasks of the lowest phase and wave; return what they did, None if none is left."""
        doomed = [task for task in self._doomed() if result_key(task) not in self._done]
        self._forget_done()
        found = [self._groups[0][0]] if self._groups else []
        if not (places := [*found, *(task.place for task in doomed)]):
            return None
        place = min(places)
        applies = self._groups[0][1] if found == [place] else []
        prunes = [task for task in doomed if task.place == place]
        last = len(self._groups) == bool(applies) and len(prunes) == len(doomed)
        return self._ran(place, applies, prunes, last=last)

    def _doomed(self) -> list[Task]:
        if not self._there or not self._live.again:
            return []
        return prune_tasks(self._there, self._rendered, self._last_wave, self._live.options)

    def _forget_done(self) -> None:
        """Drop the tasks that have a result, or that are left out since their objects do not differ."""
        if not self._live.again:
            return
        left = [(place, [task for task in tasks if self._pending(task)]) for place, tasks in self._groups]
        self._groups = [(place, tasks) for place, tasks in left if tasks]

    def _pending(self, task: Task) -> bool:
        if result_key(task) in self._done:
            return False
        return task.hook or not self._live.differing_only or not self._met(task).unchanged

    def _met(self, task: Task) -> Task:
        """Return a task with the object that it meets."""
        live = self._there.get(task.ref) if task.manifest and task.manifest.head.name else None
        return task.replace(live=live) if live else task

    def _ran(self, place: _Place, applies: list[Task], prunes: list[Task], *, last: bool) -> Step:
        """Run the tasks of a phase and wave: prune first, then delete hooks that were there, or else apply."""
        met = [self._met(task) for task in applies]
        removed = [self._pruned(task) for task in prunes]
        step = Step(phase=PHASES[place[0]], wave=place[1], batches=(), gates=(), prunes=tuple(removed))
        if deleted := tuple(task.ref for task in met if _made_anew(task)):
            for ref in deleted:
                self._there.pop(ref, None)
            claims = (Gate(ref=ref, until=_GONE, gone=True) for ref in deleted if ref.group_kind == CLAIM)
            return step.replace(deletes=deleted, gates=(*_awaited(removed), *claims))
        if applies:
            self._groups.pop(0)
        for task in met:
            self._done.add(result_key(task))
            if task.manifest and task.manifest.head.name:
                self._there[task.ref] = task.manifest
        hooks = any(task.hook for task in met)
        gates = [*_asked(removed), *(() if last and not hooks else self._gates(met, removed))]
        batches = tuple(tuple(batch) for _, batch in groupby(met, key=lambda task: task.ref.kind))
        return step.replace(batches=batches, gates=tuple(gates))

    def _pruned(self, task: Task) -> Prune:
        found = prune(task, self._live)
        self._done.add(result_key(task))
        if not found.kept:
            self._there.pop(task.ref, None)
        return found

    def _gates(self, met: list[Task], removed: list[Prune]) -> Iterator[Gate]:
        """Yield what a step waits for: hooks, other objects if the sync has several steps, and deletions."""
        many = len(self._counted | {task.place for task in self._doomed()}) > 1
        for task in met:
            if (task.hook or many) and task.manifest and (until := gate(task.manifest, self._version)):
                yield Gate(ref=task.ref, until=until)
        yield from (Gate(ref=one.ref, until=_GONE, gone=True) for one in removed if not one.kept)


def _made_anew(task: Task) -> bool:
    """Tell whether Argo CD deletes what a hook has left before it applies the hook."""
    live, manifest = task.live, task.manifest
    return bool(task.hook and live and manifest and BEFORE_HOOK_CREATION in delete_policies(manifest.head.annotations))


def _asked(removed: Iterable[Prune]) -> Iterator[Gate]:
    yield from (Gate(ref=one.ref, until=_CONFIRMED, gone=True) for one in removed if one.asks)


def _awaited(removed: list[Prune]) -> Iterator[Gate]:
    yield from _asked(removed)
    yield from (Gate(ref=one.ref, until=_GONE, gone=True) for one in removed if not one.kept)


def _joined(first: Step, then: Step) -> Step:
    """Return two runs of one phase and wave as one step, of which the first applied nothing."""
    return then.replace(
        prunes=(*first.prunes, *then.prunes),
        deletes=(*first.deletes, *then.deletes),
        gates=tuple(dict.fromkeys((*first.gates, *then.gates))),
    )
