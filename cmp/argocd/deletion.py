"""How Argo CD takes an application down: hooks before, its objects from the highest wave to the lowest, hooks after.

Source: finalizeApplicationDeletion and shouldBeDeleted in controller/appcontroller.go, FilterObjectsForDeletion in
controller/sort_delete.go, executeHooks and cleanupHooks in controller/hook.go of Argo CD 3.6.1; 3.5.7 and 3.4.13 have
the same logic. Hooks of one sort are made at once, their waves do not count. Each wave is deleted at once, and the next
one when nothing of the application is on its way any more.
"""

from collections.abc import Iterable, Iterator

from cmp.argocd.annotations import HOOK_SUCCEEDED
from cmp.argocd.crd import CRD
from cmp.argocd.exclusions import excluded
from cmp.argocd.hooks import DELETION_PHASES, delete_policies, deletion_phases, wave, words
from cmp.argocd.live import CONFIRM, FALSE, left, option
from cmp.model import Manifest, Ref
from cmp.value import Value

BEFORE, AFTER = DELETION_PHASES
_DELETE = "Delete"
_BY_POLICY = f"a {AFTER} hook without {HOOK_SUCCEEDED}"
_POLICY, _KEEP = "helm.sh/resource-policy", "keep"


class Takedown(Value):
    """A step of a deletion: hooks that run (`phase` names their sort), or the objects of a wave that are deleted.

    `wave` is None for hooks.
    """

    phase: str
    wave: int | None
    manifests: tuple[Manifest, ...]

    @property
    def name(self) -> str:
        """The name of the step in a sentence: `wave 3`, or `PreDelete`."""
        return self.phase if self.wave is None else f"wave {self.wave}"

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The objects of the step."""
        return tuple(one.ref for one in self.manifests)


class Stays(Value):
    """An object that is there after the deletion, and why."""

    ref: Ref
    why: str


class Deletion(Value):
    """The deletion of an application whose last sync has succeeded.

    `skipped` are hooks before it that do not run, since the sync has left them: they count as having run. `asked` are
    objects with `Delete=confirm`, which hold it up until it is confirmed. `ended` are hooks of the deletion that go at
    the very end, since they have succeeded.
    """

    steps: tuple[Takedown, ...]
    stays: tuple[Stays, ...]
    skipped: tuple[Ref, ...] = ()
    asked: tuple[Ref, ...] = ()
    ended: tuple[Ref, ...] = ()


def deletion(manifests: Iterable[Manifest], *, options: tuple[str, ...] = ()) -> Deletion:
    """Return what becomes of an application that is deleted with its objects, as `argocd app delete` does it.

    Args:
        manifests: what it renders, and what its last sync has put there.
        options: its sync options.
    """
    rendered = [one for one in {one.ref: one for one in manifests}.values() if not excluded(one.ref)]
    there = dict(left(rendered))
    skipped = tuple(ref for ref, one in there.items() if BEFORE in deletion_phases(one.head.annotations))
    steps = list(_hooks(rendered, BEFORE, without=there))
    there |= {one.ref: one for step in steps for one in step.manifests}
    kept = {ref: why for ref, one in there.items() if (why := _kept(one, options))}
    going = [one for ref, one in there.items() if ref not in kept]
    steps += _waves(going)
    after = list(_hooks(rendered, AFTER, without=kept))
    last = kept | {one.ref: _BY_POLICY for step in after for one in step.manifests}
    ended = tuple(sorted(one.ref for one in rendered if one.ref in last and _ends(one)))
    return Deletion(
        steps=(*steps, *after),
        stays=tuple(Stays(ref=ref, why=last[ref]) for ref in sorted(last) if ref not in ended),
        skipped=skipped,
        asked=tuple(one.ref for one in going if option(one, _DELETE, options) == CONFIRM),
        ended=ended,
    )


def _hooks(rendered: Iterable[Manifest], phase: str, *, without: Iterable[Ref]) -> Iterator[Takedown]:
    """Yield the step of the hooks of a phase, if there are any that are not there already."""
    there = set(without)
    found = [one for one in rendered if phase in deletion_phases(one.head.annotations) and one.ref not in there]
    if found:
        yield Takedown(phase=phase, wave=None, manifests=tuple(sorted(found, key=lambda one: one.ref)))


def _waves(going: Iterable[Manifest]) -> Iterator[Takedown]:
    """Yield the waves in which objects are deleted: the highest first, and in each all kinds at once."""
    waves: dict[int, list[Manifest]] = {}
    for one in sorted(going, key=lambda one: one.ref):
        waves.setdefault(wave(one.head.annotations), []).append(one)
    for number in sorted(waves, reverse=True):
        yield Takedown(phase="", wave=number, manifests=tuple(waves[number]))


def _kept(manifest: Manifest, options: tuple[str, ...]) -> str:
    """Return why an object is not deleted, "" if it is."""
    if manifest.ref.group_kind == CRD:
        return "Argo CD deletes no CRD"
    if option(manifest, _DELETE, options) == FALSE:
        return f"{_DELETE}={FALSE}"
    return f"{_POLICY}: {_KEEP}" if _KEEP in words(manifest.head.annotations.get(_POLICY, "")) else ""


def _ends(manifest: Manifest) -> bool:
    """Tell whether an object that is still there at the end is a hook that goes when it has succeeded."""
    annotations = manifest.head.annotations
    return bool(deletion_phases(annotations)) and HOOK_SUCCEEDED in delete_policies(annotations)
