"""Helm hooks that would hang under Argo CD, and what to make of them instead.

Helm runs post-install hooks as soon as everything is applied; to Argo CD they are PostSync, which begins when all of
the Sync phase is healthy: a workload that waits for such a hook waits for ever. Helm's pre-install hooks become
PreSync, where nothing of the Sync phase exists yet. What runs to an end becomes a Sync hook, and what such hooks need
becomes an ordinary object again. What works as it is stays as it is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, HELM_HOOK, HELM_HOOK_WEIGHT
from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import DELETION_PHASES, hook_types, own_hook_types, wave
from cmp.argocd.kinds import LONG_LIVED, runs_once
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.order.edges.closure import closure
from cmp.order.edges.weights import weights
from cmp.order.intent.preference import Preference
from cmp.order.solver.barriers import between
from cmp.value import Value

_READ = ("ConfigMap", "Secret", "ServiceAccount")


class Hooks(Value):
    """Helm's hooks that Argo CD runs in a phase before (`pre`) or after (`post`) what is applied in Sync."""

    pre: dict[Ref, Manifest]
    post: dict[Ref, Manifest]
    sync: Collection[Ref]
    needs: tuple[Edge, ...]

    @cached_property
    def moved(self) -> Mapping[Ref, Manifest]:
        """Those that can't stay where they are; what has moved may keep others from staying."""
        moved: Mapping[Ref, Manifest] = {}
        while True:
            sync = {*self.sync, *moved}
            more = {
                ref: (self.pre | self.post)[ref]
                for ref in sorted(self._awaited(sync) | self._stuck(sync) | self._lasting)
            }
            if more.keys() <= moved.keys():
                return moved
            moved = {**moved, **more}

    @cached_property
    def _lasting(self) -> set[Ref]:
        """Of the pre group: what lasting pods read, which Argo CD would delete at each sync."""
        return {
            edge.before
            for edge in self.needs
            if edge.before in self.pre and edge.before.kind in _READ and edge.after[:2] in LONG_LIVED
        }

    def _awaited(self, sync: Collection[Ref]) -> set[Ref]:
        """Of the post group: those that something in Sync waits for, what comes before them, and what they need."""
        moved = {edge.before for edge in self.needs if edge.before in self.post and edge.after in sync}
        last = max((_weight(self.post[ref]) for ref in moved), default=0)
        moved |= {ref for ref, manifest in self.post.items() if moved and _weight(manifest) < last}
        while more := {edge.before for edge in self.needs if edge.after in moved and edge.before in self.post} - moved:
            moved |= more
        return moved

    def _stuck(self, sync: Collection[Ref]) -> set[Ref]:
        """Of the pre group: those that need something of Sync, those behind them, and helpers that serve no other."""
        moved = {edge.after for edge in self.needs if edge.after in self.pre and edge.before in sync}
        first = min((_weight(self.pre[ref]) for ref in moved), default=0)
        moved |= {ref for ref, manifest in self.pre.items() if moved and _weight(manifest) > first}
        while more := {edge.after for edge in self.needs if edge.before in moved and edge.after in self.pre} - moved:
            moved |= more
        serving: dict[Ref, set[Ref]] = {}
        for edge in self.needs:
            if edge.before in self.pre and edge.after in self.pre:
                serving.setdefault(edge.before, set()).add(edge.after)
        idle = [ref for ref in self.pre if not runs_once(ref.group, ref.kind)]
        while more := {ref for ref in idle if ref in serving and serving[ref] <= moved} - moved:
            moved |= more
        return moved


def hooks(manifests: Sequence[Manifest], edges: Iterable[Edge]) -> Hooks:
    """Return the hooks that are Helm's alone, and what has to be so before each of them."""
    return Hooks(
        pre={manifest.ref: manifest for manifest in manifests if "PreSync" in _phases(manifest)},
        post={manifest.ref: manifest for manifest in manifests if _phases(manifest) == ("PostSync",)},
        sync={manifest.ref for manifest in manifests if "Sync" in applied(manifest)},
        needs=tuple(edge for edge in edges if edge.reason is not Reason.DEFINITION and (edge.blocks or _matters(edge))),
    )


def _matters(edge: Edge) -> bool:
    """Tell whether a need is a reason to move a hook: a mere address is one where data is kept behind it."""
    stateless = edge.reason is Reason.ADDRESS and edge.before.kind != "StatefulSet"
    return edge.strength is Strength.MUST and not stateless


def preference_for(manifest: Manifest) -> Preference:
    """Return what is preferred for a hook that moves."""
    event = manifest.head.annotations[HELM_HOOK].partition(",")[0].strip()
    weight = manifest.head.annotations.get(HELM_HOOK_WEIGHT)
    why = f"was {event}" + (f", weight {weight}" if weight else "")
    if not runs_once(manifest.ref.group, manifest.ref.kind):
        return Preference(hook=(), wave=0, whys=(("hook", f"{why}; a hook needs it"), ("wave", "")))
    policy = (BEFORE_HOOK_CREATION,)
    whys = tuple((key, why) for key in ("hook", "delete_policy", "wave"))
    types = ("Sync", *(kind for kind in hook_types(manifest.head.annotations) if kind in DELETION_PHASES))
    return Preference(hook=types, wave=0, delete_policy=policy, whys=whys)


def lost_weights(freed: Sequence[Manifest], *, label: str) -> Iterable[Edge]:
    """Yield the order that hooks had by their weights: it must hold between those that run, for others it may."""
    yield from weights(
        [manifest for manifest in freed if runs_once(manifest.ref.group, manifest.ref.kind)], label=label
    )
    for edge in weights(freed, label=f"{label} bygone"):
        yield edge.replace(need=Need.EXISTS, strength=Strength.SHOULD, reason=Reason.BYGONE)


def order_of(found: Hooks, workloads: Iterable[Ref], edges: Iterable[Edge]) -> Iterable[Edge]:
    """Yield that hooks of the pre group that moved still come before the workloads, save those that they need."""
    early = {ref for ref in found.pre if ref in found.moved and runs_once(ref.group, ref.kind)}
    below: dict[Ref, list[Ref]] = {}
    for edge in edges:
        below.setdefault(edge.after, []).append(edge.before)
    needed = closure(early, below)
    later = [ref for ref in workloads if ref not in needed]
    yield from between(sorted(early), later, name="workloads", why="Helm runs it before everything else")


def _phases(manifest: Manifest) -> tuple[str, ...]:
    """Return the phases of a hook that is Helm's alone; none for anything else."""
    annotations = manifest.head.annotations
    return () if HELM_HOOK not in annotations or own_hook_types(annotations) else applied(manifest)


def _weight(manifest: Manifest) -> int:
    return wave(manifest.head.annotations)
