"""Helm runs the hooks of one event weight by weight."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise, product

from cmp.argo import names
from cmp.argo.classify import integer, own_hook_types
from cmp.model import Edge, Manifest, Need, Reason, Strength
from cmp.order.index import Index

EVENTS = ("pre-install", "pre-upgrade", "post-install", "post-upgrade")


def by_weight(index: Index) -> Iterator[Edge]:
    """Yield the edges of all Helm hooks of a stream."""
    return weights(index.by_ref.values())


def weights(manifests: Iterable[Manifest]) -> Iterator[Edge]:
    """Yield edges from the hooks of each weight to those of the next higher one, event by event."""
    events: dict[str, dict[int, list[Manifest]]] = {event: defaultdict(list) for event in EVENTS}
    for manifest in manifests:
        annotations = manifest.head.annotations
        words = {word.strip() for word in annotations.get(names.HELM_HOOK, "").split(",")}
        if words.isdisjoint(EVENTS) or own_hook_types(annotations):
            continue  # no hook, or one whose author speaks Argo CD
        weight = integer(annotations.get(names.HELM_HOOK_WEIGHT, "")) or 0
        for event in words.intersection(EVENTS):
            events[event][weight].append(manifest)
    for found in events.values():
        for low, high in pairwise(sorted(found)):
            for before, after in product(found[low], found[high]):
                yield Edge(
                    before=before.ref,
                    after=after.ref,
                    need=Need.READY,
                    strength=Strength.MUST,
                    reason=Reason.WEIGHT,
                    blocks=False,
                    whys=(f"Helm hook weight {low} before {high}",),
                )
