"""The workloads whose pods are replaced by a change, and the reason: what they read, or their own template."""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.manifests.diff import Field
from cmp.manifests.digest import digest
from cmp.manifests.fields import document, text, walk
from cmp.model import Manifest, Ref
from cmp.objects.config_readers import ROLLING, reads
from cmp.objects.pods import pods
from cmp.review.model import Causes, Roll, Side
from cmp.review.noise import is_checksum, is_noise, told_apart
from cmp.review.stored import pod_template
from cmp.text import among

_KINDS = ("ConfigMap", "Secret")
_MOST = 3  # named fields of a template


def rolls(old: Side, new: Side, causes: Causes) -> tuple[Roll, ...]:
    """Return the workloads whose pods are replaced, each with the reason."""
    touched = _touched(old, new)
    found = (
        _roll(old.by_ref[ref], new.by_ref[ref], touched, causes)
        for ref in sorted(old.by_ref.keys() & new.by_ref.keys())
        if ref.group_kind in ROLLING and old.by_ref[ref].text != new.by_ref[ref].text
    )
    return tuple(roll for roll in found if roll)


def _touched(old: Side, new: Side) -> Mapping[Ref, str]:
    """Return the ConfigMaps and Secrets that pods see in another way, each with how it differs."""
    found = {}
    for ref, manifest in new.by_ref.items():
        if ref.kind in _KINDS and not ref.group:
            before = old.by_ref.get(ref)
            if before is None:
                found[ref] = "is new"
            elif digest(document(before), kind=ref.kind) != digest(document(manifest), kind=ref.kind):
                found[ref] = "changed"
    return found


def _roll(before: Manifest, after: Manifest, touched: Mapping[Ref, str], causes: Causes) -> Roll | None:
    ours, theirs = ({"spec": {"template": _template(one)}} for one in (before, after))
    if ours == theirs or _stays(after) or pod_template(_template(before)) == pod_template(_template(after)):
        return None
    found = list(told_apart(ours, theirs))
    own = [field for field in found if not is_noise(field)]
    if own or not found:
        return Roll(ref=after.ref, why=_own(after.ref, own, causes))
    if not any(is_checksum(field) for field in found):
        return Roll(ref=after.ref, why=f"only since {_listed([field.keys[-1] for field in found])} changed")
    read = {f"{ref}": ref for ref in touched if ref.namespace == after.ref.namespace}
    told = [_told(read[name], touched, causes) for name in _reads(after) if name in read]
    checksums = _listed([field.keys[-1] for field in found if is_checksum(field)])
    return Roll(ref=after.ref, why=f"since {among(told)}" if told else f"only since {checksums} changed")


def _template(manifest: Manifest) -> Any:
    return next(iter(walk(document(manifest), "spec.template")), {})


def _stays(manifest: Manifest) -> bool:
    """Tell whether a workload keeps its pods whatever its template says, or has none."""
    body = document(manifest)
    idle = 0 in walk(body, "spec.replicas") or True in walk(body, "spec.paused")
    return idle or text(body, "spec.updateStrategy.type") == "OnDelete"


def _reads(manifest: Manifest) -> Iterator[str]:
    for pod in pods(manifest):
        yield from (str(read) for read in reads(pod))


def _own(ref: Ref, found: list[Field], causes: Causes) -> str:
    """Return the reason in the template itself: the fields that differ, with the values behind them."""
    if not found:
        return "since elements of its template stand in another order"
    values = dict.fromkeys(
        f"{cause.value}, from {cause.where}" for field in found if (cause := causes.get((ref, field.path)))
    )
    names = [field.path.removeprefix("spec.template.").removeprefix("spec.") for field in found]
    return f"since {_listed(names)} changed" + (f" ({'; '.join(list(values)[:_MOST])})" if values else "")


def _told(ref: Ref, touched: Mapping[Ref, str], causes: Causes) -> str:
    places = dict.fromkeys(cause.where for (other, _), cause in causes.items() if other == ref)
    return f"{ref} {touched[ref]}" + (f", from {among(list(places)[:_MOST])}" if places else "")


def _listed(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))
    more = len(shown) - _MOST
    return among([*shown[:_MOST], f"{more} more"] if more > 0 else shown)
