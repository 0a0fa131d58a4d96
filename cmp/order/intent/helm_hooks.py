"""Finds the Helm hooks with which a sync would hang, and what each should become instead.

Helm runs post-install hooks as soon as everything is applied. To Argo CD they are PostSync hooks, which start when all
of the Sync phase is healthy: a workload that waits for such a hook waits for ever. Pre-install hooks become PreSync
hooks, which start before any object of the Sync phase exists. A hook that has to move becomes a Sync hook if it runs
to an end, and an ordinary object otherwise. All other hooks stay as they are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from cmp.argocd.annotations import (
    BEFORE_HOOK_CREATION,
    HELM_HOOK,
    HELM_HOOK_WEIGHT,
    HOOK_SUCCEEDED,
    SYNC_WAVE,
)
from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import DELETION_PHASES, delete_policies, hook_types, integer, own_hook_types
from cmp.argocd.kinds import LONG_LIVED, runs_once
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.order.edges.closure import closure
from cmp.order.edges.weights import weights
from cmp.order.intent.forced import Forced
from cmp.order.intent.preference import Preference
from cmp.order.solver.barriers import between
from cmp.value import Value

_READ = ("ConfigMap", "Secret", "ServiceAccount")


class Hooks(Value):
    """The Helm hooks that Argo CD runs before (`pre`) and after (`post`) the Sync phase, and the needs.

    `early` are all objects of the PreSync phase, those that their author made hooks of Argo CD's included, and `sync`
    all of the Sync phase.
    """

    pre: dict[Ref, Manifest]
    post: dict[Ref, Manifest]
    early: Collection[Ref]
    sync: Collection[Ref]
    needs: tuple[Edge, ...]

    @cached_property
    def moved(self) -> Mapping[Ref, Manifest]:
        """The hooks that have to move. Each one that moves may force others to move too, until no more follow."""
        forced = Forced(self.pre, self.post, early=self.early, needs=self.needs).move(self.sync, self._lasting)
        return {ref: self.post[ref] if ref in self.post else self.pre[ref] for ref in sorted(forced)}

    @cached_property
    def _lasting(self) -> set[Ref]:
        """The `pre` hooks that lasting pods read, and that Argo CD would delete at each sync."""
        return {
            edge.before
            for edge in self.needs
            if edge.before in self.pre and edge.before.kind in _READ and edge.after.group_kind in LONG_LIVED
        }


def hooks(manifests: Sequence[Manifest], edges: Iterable[Edge]) -> Hooks:
    """Return the hooks that only Helm's annotation makes, and the needs that may move them."""
    return Hooks(
        pre={manifest.ref: manifest for manifest in manifests if "PreSync" in _phases(manifest)},
        post={manifest.ref: manifest for manifest in manifests if _phases(manifest) == ("PostSync",)},
        early={manifest.ref for manifest in manifests if "PreSync" in applied(manifest)},
        sync={manifest.ref for manifest in manifests if "Sync" in applied(manifest)},
        needs=tuple(edge for edge in edges if edge.reason is not Reason.DEFINITION and (edge.blocks or _matters(edge))),
    )


def _matters(edge: Edge) -> bool:
    """Tell whether a need is a reason to move a hook: a `must`, but an address only if a StatefulSet is behind it."""
    stateless = edge.reason is Reason.ADDRESS and edge.before.kind != "StatefulSet"
    return edge.strength is Strength.MUST and not stateless


def preference_for(manifest: Manifest) -> Preference:
    """Return the preference for a hook that moves.

    A wave of its author's counted among the hooks of its former phase, as a weight does, and goes with that.
    """
    annotations = manifest.head.annotations
    weight = annotations.get(HELM_HOOK_WEIGHT)
    placed = integer(annotations.get(SYNC_WAVE, ""))
    at = f", weight {weight}" if weight else ""
    why = f"was {annotations[HELM_HOOK].partition(',')[0].strip()}{at if placed is None else f', wave {placed}'}"
    strong = frozenset() if placed is None else frozenset({"wave"})
    if not runs_once(manifest.ref.group, manifest.ref.kind):
        return Preference(hook=(), wave=0, strong=strong, whys=(("hook", f"{why}; a hook needs it"), ("wave", "")))
    policy = (BEFORE_HOOK_CREATION,)
    kept = HOOK_SUCCEEDED in delete_policies(annotations)
    found = f"{why}; no {HOOK_SUCCEEDED}: what waits for it has to find it" if kept else why
    whys = (("hook", why), ("delete_policy", found), ("wave", why))
    types = ("Sync", *(kind for kind in hook_types(annotations) if kind in DELETION_PHASES))
    return Preference(hook=types, wave=0, delete_policy=policy, strong=strong, whys=whys)


def lost_weights(freed: Sequence[Manifest], *, label: str) -> Iterable[Edge]:
    """Yield the order that moved hooks had by weight: `must` edges between those that run, `should` between others."""
    yield from weights(
        [manifest for manifest in freed if runs_once(manifest.ref.group, manifest.ref.kind)], label=label
    )
    for edge in weights(freed, label=f"{label} former"):
        yield edge.replace(need=Need.EXISTS, strength=Strength.SHOULD, reason=Reason.FORMER_HOOK_ORDER)


def order_of(found: Hooks, workloads: Iterable[Ref], edges: Iterable[Edge]) -> Iterable[Edge]:
    """Yield edges from moved `pre` hooks that run to the workloads, except to workloads that these hooks need."""
    early = {ref for ref in found.pre if ref in found.moved and runs_once(ref.group, ref.kind)}
    below: dict[Ref, list[Ref]] = {}
    for edge in edges:
        below.setdefault(edge.after, []).append(edge.before)
    needed = closure(early, below)
    later = [ref for ref in workloads if ref not in needed]
    yield from between(sorted(early), later, name="workloads", why="Helm runs it before everything else")


def _phases(manifest: Manifest) -> tuple[str, ...]:
    """Return the phases of a hook that only Helm's annotation makes; none for any other object."""
    annotations = manifest.head.annotations
    return () if HELM_HOOK not in annotations or own_hook_types(annotations) else applied(manifest)
