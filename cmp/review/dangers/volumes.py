"""Claims and volumes: all but the size of a claim stays, and that does not shrink.

Source: ValidatePersistentVolumeClaimUpdate and ValidatePersistentVolumeUpdate in pkg/apis/core/validation/validation.go
of Kubernetes 1.37.0.
"""

from collections.abc import Iterator
from typing import Any

from cmp.review.dangers.pair import Pair, Refusal, at
from cmp.review.stored import claim, quantity, settled

_SIZE = "spec.resources.requests.storage"
_FREE = ("storageClassName", "volumeName", "volumeAttributesClassName", "resources")  # of a claim: judged by themselves
_OPEN = (
    *("accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy"),
    *("storageClassName", "volumeAttributesClassName", "volumeMode"),
)
"""What of a volume is not its source."""


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield what a claim or a volume may not change."""
    if pair.ref.group_kind == ("", "PersistentVolumeClaim"):
        yield from _claim(pair)
    elif pair.ref.group_kind == ("", "PersistentVolume"):
        yield from _volume(pair)


def _claim(pair: Pair) -> Iterator[Refusal]:
    old, new = (claim(side)["spec"] for side in (pair.before, pair.after))
    for key in dict.fromkeys((*old, *new)):
        if key not in _FREE and old.get(key) != new.get(key):
            yield Refusal(f"spec.{key}", "can't be changed")
    for key in ("storageClassName", "volumeName"):  # one that was not said may be set by the cluster, and be the same
        if old.get(key) is not None and old.get(key) != new.get(key):
            yield Refusal(f"spec.{key}", "can't be changed")
    before, after = (quantity(at(side, _SIZE)) for side in (pair.before, pair.after))
    if before is not None and after is not None and after < before:
        yield Refusal(_SIZE, "can't be less than it was")


def _volume(pair: Pair) -> Iterator[Refusal]:
    old, new = (_source(side) for side in (pair.before, pair.after))
    if old != new:
        yield Refusal(f"spec.{next(iter(old or new), '')}", "the source of a volume can't be changed")
    if (at(pair.before, "spec.volumeMode") or "Filesystem") != (at(pair.after, "spec.volumeMode") or "Filesystem"):
        yield Refusal("spec.volumeMode", "can't be changed")


def _source(volume: Any) -> dict[str, Any]:
    spec = settled(at(volume, "spec") or {})
    return {key: value for key, value in spec.items() if key not in _OPEN}


def grows(pair: Pair) -> bool:
    """Tell whether a claim asks for more room, which only a bound claim of a class that can grow may."""
    before, after = (quantity(at(side, _SIZE)) for side in (pair.before, pair.after))
    return pair.ref.group_kind == ("", "PersistentVolumeClaim") and None not in (before, after) and after > before  # type: ignore[operator]
