"""What came of putting manifests in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cmp.config.model import Placed
from cmp.model import Decision, Edge, Finding, Manifest, Ref
from cmp.value import Value

if TYPE_CHECKING:
    from cmp.config.spec import Watch


def _never(_: str) -> str:
    return ""


class Surroundings(Value):
    """What only the files around manifests tell of them, for those whose pods are to restart.

    `volatile` says by which function a template prints something else at each render, "" if by none. `watched` are the
    files that count as configuration, each path or glob with the digest of what it leads to.
    """

    volatile: Callable[[str], str] = _never
    watched: tuple[tuple[Watch, str, str], ...] = ()


class Hashed(Value):
    """A workload whose pod template was given a hash of what its pods read, and what that is."""

    ref: Ref
    value: str
    why: str


class Unhashed(Value):
    """What a workload reads and no hash can tell of, and why."""

    ref: Ref
    reader: Ref
    why: str


class Rolled(Value):
    """Manifests whose pods restart when what they read changes."""

    manifests: tuple[Manifest, ...]
    hashes: tuple[Hashed, ...] = ()
    unhashed: tuple[Unhashed, ...] = ()


class Arranged(Value):
    """The manifests to print, and what was done to get there.

    `written` is what the author answers for, all but the repairs, `rendered` what there was before anything was done,
    `idle` the rules that concerned none of that. `patched`, `dropped` and `overruled` are pairs of an object and a
    reason: the rules that patched it or left it out, and what a rule asked for in vain, since the chart's author says
    otherwise. `suggested` is what would have been decided of the order if suggestions were not all that is wanted,
    `left_out` the needs that would have closed a cycle; `helms` is the order that hooks had by their weights and keep
    without them.
    """

    manifests: tuple[Manifest, ...]
    written: tuple[Manifest, ...]
    rendered: tuple[Manifest, ...]
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...] = ()
    patched: tuple[tuple[Ref, str], ...] = ()
    dropped: tuple[tuple[Ref, str], ...] = ()
    overruled: tuple[tuple[Ref, str], ...] = ()
    idle: tuple[Placed, ...] = ()
    suggested: tuple[Decision, ...] = ()
    left_out: tuple[Edge, ...] = ()
    helms: tuple[Edge, ...] = ()
    hashes: tuple[Hashed, ...] = ()
    unhashed: tuple[Unhashed, ...] = ()
