"""Edges for Helm's order: the hooks of one event run weight by weight."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cmp.argocd.annotations import HELM_HOOK, HELM_HOOK_WEIGHT
from cmp.argocd.hooks import integer, own_hook_types
from cmp.model import Edge, Manifest
from cmp.objects.index import Index
from cmp.order.solver.barriers import between

EVENTS = ("pre-install", "pre-upgrade", "post-install", "post-upgrade")


def by_weight(index: Index) -> Iterator[Edge]:
    """Yield the edges between all Helm hooks of a stream."""
    return weights(index.by_ref.values())


def weights(manifests: Iterable[Manifest], *, label: str = "") -> Iterator[Edge]:
    """Yield edges from the hooks of each weight to those of the next higher weight, event by event.

    `label` keeps the barriers of these hooks apart from those of others.
    """
    events: dict[str, dict[int, list[Manifest]]] = {event: defaultdict(list) for event in EVENTS}
    for manifest in manifests:
        annotations = manifest.head.annotations
        words = {word.strip() for word in annotations.get(HELM_HOOK, "").split(",")}
        if words.isdisjoint(EVENTS) or own_hook_types(annotations):
            continue  # no hook, or one whose author speaks Argo CD
        weight = integer(annotations.get(HELM_HOOK_WEIGHT, "")) or 0
        for event in words.intersection(EVENTS):
            events[event][weight].append(manifest)
    for event, found in events.items():
        for low, high in pairwise(sorted(found)):
            yield from between(
                [manifest.ref for manifest in found[low]],
                [manifest.ref for manifest in found[high]],
                name=f"{label} {event} {low}",
                why=f"Helm hook weight {low} before {high}",
            )
