"""What came of putting manifests in order."""

from cmp.config.model import Placed
from cmp.model import Decision, Edge, Finding, Manifest, Ref
from cmp.value import Value


class Arranged(Value):
    """The manifests to print, and what was done to get there.

    `rendered` is what there was before anything was done, `idle` the rules that concerned none of that. `patched`,
    `dropped` and `overruled` are pairs of an object and a reason: the rules that patched it or left it out, and what a
    rule asked for in vain, since the chart's author says otherwise. `suggested` is what would have been decided of the
    order if suggestions were not all that is wanted, `left_out` the needs that would have closed a cycle; `helms` is
    the order that hooks had by their weights and keep without them.
    """

    manifests: tuple[Manifest, ...]
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
