"""The results of ordering and changing manifests."""

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
    """The manifests to print, and the record of what was changed.

    `rendered` are the manifests before any change, `written` those with all changes but the repairs, for which the
    author is responsible. `idle` are the rules that matched no manifest. `patched`, `dropped` and `overruled` are pairs
    of an object and a reason: the rule that patched it, the rule that dropped it, and the preference that was not
    followed since the chart's author has set the annotation. `suggested` are the decisions on order that were not
    applied, since only suggestions are wanted. `left_out` are the needs that would have closed a cycle. `helms` is the
    order that moved hooks had by their weights. `hanging` are the objects that would hang in the order that was found,
    so that none is inferred.
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
    hanging: tuple[Ref, ...] = ()
    hashes: tuple[Hashed, ...] = ()
    unhashed: tuple[Unhashed, ...] = ()
