"""Finds what holds the deletion of an application up: needs that are gone, claims in use, controllers gone first.

Source: finalizeApplicationDeletion in controller/appcontroller.go of Argo CD 3.6.1: a hook is awaited without a time
limit, and while one object is on its way no wave follows.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.deletion import AFTER, BEFORE, Deletion, Takedown
from cmp.argocd.finalizers import finalizers
from cmp.argocd.held_up import CLAIM, users
from cmp.model import Edge, Manifest, Reason, Ref
from cmp.objects.objects import Objects
from cmp.order.edges import edges
from cmp.value import FrozenDict, Value

_NAMESPACE = ("", "Namespace")
_KEYS = frozenset({HOOK, HELM_HOOK})


class Sort(StrEnum):
    """What holds a deletion up."""

    NEED = "need"  # a hook needs what is not there
    CLAIM = "claim"  # a claim is mounted
    FINALIZER = "finalizer"  # the controller that removes it is gone


class Held(Value):
    """An object that holds a deletion up: in which step, why, and the fix; `sure` unless two things race."""

    sort: Sort
    step: Takedown
    ref: Ref
    why: str
    fix: str
    sure: bool = True


class DeletionStalls:
    """The needs between the objects of an application, and when each is gone."""

    def __init__(self, objects: Objects, deletion: Deletion) -> None:
        """Take all objects that are rendered, hooks of the deletion among them."""
        self._objects, self._deletion = objects, deletion
        waves = ((number, step) for number, step in enumerate(deletion.steps) if not step.phase)
        self._goes = {ref: number for number, step in waves for ref in step.refs}
        after = {ref for step in deletion.steps if step.phase == AFTER for ref in step.refs}
        self._kept = {one.ref for one in deletion.stays} - after

    @cached_property
    def _needs(self) -> tuple[Edge, ...]:
        """The needs between the objects that a sync applies."""
        return edges(self._objects)

    @cached_property
    def _needs_of_hooks(self) -> tuple[Edge, ...]:
        """The needs between all objects, as if none was a hook: hooks of the deletion are in no sync."""
        return edges(Objects((_ordinary(one) for one in self._objects), self._objects.config))

    def found(self) -> tuple[Held, ...]:
        """Return what holds the deletion up, in its order."""
        return tuple(held for number, step in enumerate(self._deletion.steps) for held in self._of(number, step))

    def _of(self, number: int, step: Takedown) -> Iterator[Held]:
        for manifest in step.manifests:
            if step.phase:
                yield from self._hook(step, manifest)
            else:
                yield from self._mounted(number, step, manifest.ref)
                yield from self._orphaned(number, step, manifest)

    def _hook(self, step: Takedown, hook: Manifest) -> Iterator[Held]:
        """Yield why a hook can't run: what it needs is gone by then, or not there yet."""
        there = {*step.refs, *self._kept, *(() if step.phase == AFTER else self._goes)}
        for edge in self._needs_of_hooks:
            if edge.after == hook.ref and edge.before not in there and (edge.blocks or _account(edge)):
                late = step.phase == AFTER
                why = f"it needs {edge.before}, which is {'deleted before' if late else 'not there then'}"
                own = f"give it a {edge.before.kind} of its own that is a {AFTER} hook as well"
                early = f"make {edge.before} a {BEFORE} hook as well, or an ordinary object"
                fix = f"make it a {BEFORE} hook, or {own}" if late else early
                yield Held(sort=Sort.NEED, step=step, ref=hook.ref, why=why, fix=fix)
                return
        home = next((ref for ref in self._goes if _is_home(ref, hook)), None)
        if home and step.phase == AFTER:
            yield Held(
                sort=Sort.NEED,
                step=step,
                ref=hook.ref,
                why=f"its namespace, {home}, is deleted before",
                fix=f"keep {home} with the sync option Delete=false, or make the hook one of {BEFORE}",
            )

    def _mounted(self, number: int, step: Takedown, ref: Ref) -> Iterator[Held]:
        if ref.group_kind != CLAIM:
            return
        for user in [user for user in users(ref, self._needs) if self._later(user, number)][:1]:
            kept = user in self._kept
            fix = f"keep {ref}, too" if kept else f"put {ref} into a wave that is not above that of {user}"
            why = f"it stays as long as {user} mounts it, which {'is kept' if kept else 'goes later'}"
            yield Held(sort=Sort.CLAIM, step=step, ref=ref, why=why, fix=fix)

    def _later(self, ref: Ref, number: int) -> bool:
        """Tell whether an object is still there after a step."""
        return self._goes.get(ref, -1) > number or ref in self._kept

    def _orphaned(self, number: int, step: Takedown, manifest: Manifest) -> Iterator[Held]:
        waits = finalizers(manifest)
        if not waits:
            return
        for controller in sorted({edge.before for edge in self._needs if _controls(edge, manifest.ref)}):
            rights = (edge.before for edge in self._needs if edge.after == controller)
            gone = {ref: self._goes[ref] for ref in (controller, *rights) if self._goes.get(ref, number + 1) <= number}
            if gone:
                first = min(gone, key=lambda ref: (gone[ref], ref != controller, ref))
                sure = gone[first] < number
                when = "goes before it" if sure else "goes at the same time"
                fix = f"put {manifest.ref} into a higher wave than {controller} and its rights"
                why = f"{controller} removes its finalizer {waits[0]}, and {first} {when}"
                yield Held(sort=Sort.FINALIZER, step=step, ref=manifest.ref, why=why, fix=fix, sure=sure)


def _controls(edge: Edge, ref: Ref) -> bool:
    return edge.after == ref and edge.reason is Reason.CONTROLLER


def _account(edge: Edge) -> bool:
    return edge.before.group_kind == ("", "ServiceAccount")


def _is_home(ref: Ref, hook: Manifest) -> bool:
    return ref.group_kind == _NAMESPACE and ref.name == hook.ref.namespace


def _ordinary(manifest: Manifest) -> Manifest:
    kept = FrozenDict((key, one) for key, one in manifest.head.annotations.items() if key not in _KEYS)
    return manifest.with_head(manifest.head.replace(annotations=kept))
