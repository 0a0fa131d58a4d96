"""The values of a review: two sides, and what differs between them."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from cmp.argocd.judge import Judge
from cmp.argocd.plan import Plan
from cmp.model import Manifest, Ref, Severity
from cmp.objects.objects import Objects
from cmp.value import Value


class Template(Value):
    """A template of a chart that makes a hook at upgrades alone, as Helm counts them, and that printed nothing here."""

    path: str
    text: str


class Side(Value):
    """One of the two renders: its name for people, its objects, and what its sync does.

    `verdict` is how the sync ends, and `judge` by which Argo CD that is judged; `server_side` tells whether the
    Application asks for server-side apply, and `prunes` whether its syncs prune, None where it is unknown.
    `upgrade_only` are templates whose hooks Argo CD never runs.
    """

    name: str
    objects: Objects
    plan: Plan
    verdict: str
    judge: Judge = Judge()
    server_side: bool = False
    prunes: bool | None = None
    upgrade_only: tuple[Template, ...] = ()

    @cached_property
    def by_ref(self) -> Mapping[Ref, Manifest]:
        """The objects by identity, without those that only have a generated name: each sync makes new ones of them."""
        return {ref: manifest for ref, manifest in self.objects.by_ref.items() if manifest.head.name}


class Cause(Value):
    """The value behind a change: its path, and the place that sets it."""

    value: str
    where: str


Causes = Mapping[tuple[Ref, str], Cause]
"""The value behind each changed field that one is known of, by the object and the field's path."""


class Change(Value):
    """A field that differs; its values may be shown: secrets are hidden. `diff` are the lines of a text that differ."""

    path: str
    old: Any
    new: Any
    diff: tuple[str, ...] = ()
    cause: Cause | None = None


class Changed(Value):
    """An object that differs; `folded` are the paths of fields that differ at each release and mean nothing."""

    ref: Ref
    changes: tuple[Change, ...]
    folded: tuple[str, ...]


class Move(Value):
    """An object whose place in the sync differs: the phase, the wave, and whether it is a hook, in words."""

    ref: Ref
    old: str
    new: str


class Roll(Value):
    """A workload whose pods are replaced, and why."""

    ref: Ref
    why: str


class Image(Value):
    """An image that differs in a container, and how far its tag moves: `minor`, say, or `down`."""

    ref: Ref
    container: str
    old: str
    new: str
    step: str


class Sort(StrEnum):
    """The sort of a danger."""

    REFUSED = "refused"  # the API server refuses the new object
    DATA = "data-loss"
    RIGHTS = "rights"
    AVAILABILITY = "availability"
    HOOKS = "hooks"


class Danger(Value):
    """Something dangerous about a change: its sort and severity, the object, what happens, and what to do."""

    sort: Sort
    severity: Severity
    ref: Ref | None
    message: str
    fix: str
    path: str = ""


class Review(Value):
    """All that differs between two sides of one application."""

    app: str
    old: Side
    new: Side
    added: tuple[Ref, ...] = ()
    removed: tuple[Ref, ...] = ()
    changed: tuple[Changed, ...] = ()
    moves: tuple[Move, ...] = ()
    rolls: tuple[Roll, ...] = ()
    images: tuple[Image, ...] = ()
    dangers: tuple[Danger, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything differs: an object, its place in the sync, or how the sync ends."""
        objects = self.added or self.removed or self.changed or self.moves
        return bool(objects or self.old.verdict != self.new.verdict)
