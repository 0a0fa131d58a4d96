"""The results of ordering and changing manifests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cmp.config.model import Placed
from cmp.model import Decision, Edge, Manifest, Ref
from cmp.objects.objects import Objects
from cmp.order.intent.subject import Subject
from cmp.value import Value

if TYPE_CHECKING:
    from cmp.config.spec_rollout import Watch


def _never(_: str) -> str:
    return ""


class Surroundings(Value):
    """Facts about the manifests that only the files around them tell, needed for restarts.

    `volatile` maps a template to the function by which its text differs at each render, "" if there is none. `watched`
    are the files that count as configuration: each path or glob with the digest of its content.
    """

    volatile: Callable[[str], str] = _never
    watched: tuple[tuple[Watch, str, str], ...] = ()


class Hashed(Value):
    """A workload whose pod template got a hash of its configuration, and the parts of that."""

    ref: Ref
    value: str
    why: str


class Unhashed(Value):
    """Configuration that a workload reads and that can't be hashed, with the reason."""

    ref: Ref
    reader: Ref
    why: str


class Rolled(Value):
    """The manifests whose pods restart when their configuration changes."""

    manifests: tuple[Manifest, ...]
    hashes: tuple[Hashed, ...] = ()
    unhashed: tuple[Unhashed, ...] = ()


class Arranged(Value):
    """The objects that are printed, after some stages of a render or all, and the record of what was changed.

    `rendered` are the manifests before any change, `written` those with all changes but the repairs, for which the
    author is responsible. `idle` are the rules that matched no manifest, `dropped` the objects that rules dropped, each
    with these rules. `left_out` are the needs that would have closed a cycle. `helms` is the order that moved hooks had
    by their weights. `hanging` are the objects that would hang in the order that was found, so that none is inferred.
    `earlier` are the objects after an earlier stage, whose index may still hold.
    """

    rendered: tuple[Manifest, ...]
    written: tuple[Manifest, ...]
    subjects: tuple[Subject, ...]
    earlier: Objects
    dropped: tuple[tuple[Ref, str], ...] = ()
    idle: tuple[Placed, ...] = ()
    left_out: tuple[Edge, ...] = ()
    helms: tuple[Edge, ...] = ()
    hanging: tuple[Ref, ...] = ()
    hashes: tuple[Hashed, ...] = ()
    unhashed: tuple[Unhashed, ...] = ()

    @classmethod
    def of(cls, rendered: Objects) -> Arranged:
        """Return objects before the first stage."""
        manifests = rendered.manifests
        subjects = tuple(Subject(number=n, rendered=one, manifest=one) for n, one in enumerate(manifests))
        return cls(rendered=manifests, written=manifests, subjects=subjects, earlier=rendered)

    def after(self, subjects: Iterable[Subject], **changes: Any) -> Arranged:
        """Return this after a stage that has changed objects."""
        return self.replace(subjects=tuple(subjects), earlier=self.objects, **changes)

    @cached_property
    def objects(self) -> Objects:
        """The objects as they are by now."""
        return self.earlier.replace(subject.manifest for subject in self.subjects)

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """The manifests to print."""
        return self.objects.manifests

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The changes to the objects' metadata: those that rules and the order asked for, then the repairs."""
        asked = (decision for one in self.subjects for decision in one.decisions)
        return (*asked, *(decision for one in self.subjects for decision in one.repairs))

    @property
    def patched(self) -> tuple[tuple[Ref, str], ...]:
        """The objects that rules patched, each with these rules."""
        return tuple((one.manifest.ref, who) for one in self.subjects if (who := one.rules_with("patch")))

    @property
    def overruled(self) -> tuple[tuple[Ref, str], ...]:
        """The preferences that were not followed, since the chart's author has set the annotation, by object."""
        return tuple((one.manifest.ref, what) for one in self.subjects for what in one.overruled)

    @property
    def suggested(self) -> tuple[Decision, ...]:
        """The decisions on order that were not applied, since only suggestions are wanted."""
        return tuple(decision for one in self.subjects for decision in one.suggested)
