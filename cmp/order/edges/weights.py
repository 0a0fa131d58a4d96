"""Edges for Helm's order: the hooks of one event run weight by weight, or in Argo CD's waves where they have some."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cmp.argocd.annotations import HELM_HOOK, SYNC_WAVE
from cmp.argocd.hooks import own_hook_types, wave
from cmp.model import Edge, Manifest
from cmp.objects.index import Index
from cmp.order.solver.barriers import between

EVENTS = ("pre-install", "pre-upgrade", "post-install", "post-upgrade")


def by_weight(index: Index) -> Iterator[Edge]:
    """Yield the edges between all Helm hooks of a stream."""
    return weights(index.by_ref.values())


def weights(manifests: Iterable[Manifest], *, label: str = "") -> Iterator[Edge]:
    """Yield edges from the hooks of each weight or wave to those of the next higher one, event by event.

    `label` keeps the barriers of these hooks apart from those of others.
    """
    events: dict[str, dict[int, list[Manifest]]] = {event: defaultdict(list) for event in EVENTS}
    for manifest in manifests:
        annotations = manifest.head.annotations
        words = {word.strip() for word in annotations.get(HELM_HOOK, "").split(",")}
        if words.isdisjoint(EVENTS) or own_hook_types(annotations):
            continue  # no hook, or one whose author speaks Argo CD
        for event in words.intersection(EVENTS):
            events[event][wave(annotations)].append(manifest)
    for event, found in events.items():
        for low, high in pairwise(sorted(found)):
            yield from between(
                [manifest.ref for manifest in found[low]],
                [manifest.ref for manifest in found[high]],
                name=f"{label} {event} {low}",
                why=f"Helm hook {_measure(found[low] + found[high])} {low} before {high}",
            )


def _measure(hooks: Iterable[Manifest]) -> str:
    """Return the word for what orders hooks: a wave of Argo CD's wins over a weight."""
    return "wave" if any(SYNC_WAVE in hook.head.annotations for hook in hooks) else "weight"
