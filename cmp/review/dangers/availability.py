"""Changes after which fewer pods serve, or none for a while: replicas, budgets, probes, strategies."""

from collections.abc import Iterator
from typing import Any

from cmp.manifests.fields import document, text, walk
from cmp.model import Manifest, Ref, Severity
from cmp.objects.config_readers import ROLLING
from cmp.objects.pods import pods
from cmp.review.dangers.pair import at
from cmp.review.model import Danger, Side, Sort
from cmp.text import among

_REPLICAS = (("apps", "Deployment"), ("apps", "StatefulSet"), ("argoproj.io", "Rollout"))
_AUTOSCALER = ("autoscaling", "HorizontalPodAutoscaler")
_BUDGET = ("policy", "PodDisruptionBudget")
_PROBES = ("readinessProbe", "livenessProbe", "startupProbe")


def dangers(old: Side, new: Side) -> Iterator[Danger]:
    """Yield what makes fewer pods serve."""
    scaled = {_target(one) for side in (old, new) for one in side.by_ref.values() if one.ref.group_kind == _AUTOSCALER}
    for ref in sorted(old.by_ref.keys() & new.by_ref.keys()):
        before, after = old.by_ref[ref], new.by_ref[ref]
        if before.text == after.text:
            continue
        if ref.group_kind in _REPLICAS and (ref.namespace, ref.kind, ref.name) not in scaled:
            yield from _fewer(ref, before, after, "spec.replicas")
        if ref.group_kind == _AUTOSCALER:
            yield from _fewer(ref, before, after, "spec.minReplicas")
        if ref.group_kind in ROLLING:
            yield from _strategy(ref, before, after)
            yield from _probes(ref, before, after)
    for ref in sorted(old.by_ref.keys() - new.by_ref.keys()):
        if ref.group_kind == _BUDGET:
            message = "without this budget a drain of nodes may end all pods at once"
            yield _danger(ref, message, "keep it, unless its workload goes with it")


def _target(autoscaler: Manifest) -> tuple[str, str, str]:
    body = document(autoscaler)
    return autoscaler.ref.namespace, text(body, "spec.scaleTargetRef.kind"), text(body, "spec.scaleTargetRef.name")


def _fewer(ref: Ref, before: Manifest, after: Manifest, path: str) -> Iterator[Danger]:
    old, new = (_number(at(document(one), path)) for one in (before, after))
    if new < old:
        grave = new == 0
        said = f"{path} goes from {old} to {new}" + (": nothing serves any more" if grave else "")
        yield _danger(ref, said, "see that fewer are enough", grave=grave, path=path)


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 1


def _strategy(ref: Ref, before: Manifest, after: Manifest) -> Iterator[Danger]:
    path = "spec.strategy.type"
    if at(document(after), path) == "Recreate" != at(document(before), path):
        message = "the strategy becomes Recreate: at each rollout all pods end before new ones start"
        yield _danger(ref, message, "see that it may be away meanwhile", path=path)


def _probes(ref: Ref, before: Manifest, after: Manifest) -> Iterator[Danger]:
    past, now = _probed(before), _probed(after)
    gone = [
        f"{probe} ({name})" for name, probes in past.items() for probe in probes if probe not in now.get(name, probes)
    ]
    if gone:
        message = f"it loses its {among(gone)}: pods count as ready, or as alive, that are not"
        yield _danger(ref, message, "keep a readiness probe on all that serves")


def _probed(manifest: Manifest) -> dict[str, list[str]]:
    """Return the probes of each container, by its name."""
    return {
        text(container, "name"): [probe for probe in _PROBES if walk(container, probe)]
        for pod in pods(manifest)
        for container in pod.containers
    }


def _danger(ref: Ref, message: str, fix: str, *, grave: bool = False, path: str = "") -> Danger:
    severity = Severity.ERROR if grave else Severity.WARNING
    return Danger(sort=Sort.AVAILABILITY, severity=severity, ref=ref, message=message, fix=fix, path=path)
