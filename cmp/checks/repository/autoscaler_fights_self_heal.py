"""an autoscaler sets the replicas of a workload, and self-heal sets them back.

The manifest says `replicas`, so that each change of the autoscaler's is a difference, which `selfHeal` undoes at once.
With `ignoreDifferences` alone the next sync still applies what the manifest says: `RespectIgnoreDifferences=true`
belongs to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from cmp.checks.repository.facts import RepositoryFacts, listed
from cmp.model import Finding, Manifest, Ref, Severity

SEVERITY = Severity.WARNING
_SCALERS = (("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject"))
_POINTER, _JQ = "/spec/replicas", ".spec.replicas"


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each such workload."""
    for one in facts.applications:
        for ref in one.scaled if one.heals else ():
            ignored = any(_ignores(entry, ref) for entry in one.ignored())
            if ignored and one.respects:
                continue
            lacks = (
                "`RespectIgnoreDifferences=true` is not among its syncOptions" if ignored else "nothing ignores that"
            )
            yield Finding(
                severity=SEVERITY,
                ref=one.ref,
                message=f"an autoscaler sets the replicas of {ref}, and self-heal sets them back: {lacks}",
                fix=f"take `replicas` out of {ref}: it starts with one then, and the autoscaler goes on from there",
                position=one.position,
            )


def _ignores(entry: Mapping[str, Any], ref: Ref) -> bool:
    if not fnmatchcase(ref.group, str(entry.get("group") or "")) or not fnmatchcase(
        ref.kind, str(entry.get("kind") or "")
    ):
        return False
    if any(
        entry.get(key) not in (None, "", value) for key, value in (("name", ref.name), ("namespace", ref.namespace))
    ):
        return False
    return _POINTER in listed(entry.get("jsonPointers")) or _JQ in listed(entry.get("jqPathExpressions"))


def scaled(manifests: Sequence[Manifest]) -> tuple[Ref, ...]:
    """Return the workloads whose number of replicas is written although an autoscaler among the objects sets it."""
    found = (ref for one in manifests if one.ref.group_kind in _SCALERS for ref in _targets(one, manifests))
    return tuple(dict.fromkeys(found))


def _targets(scaler: Manifest, manifests: Sequence[Manifest]) -> Iterator[Ref]:
    target = _spec(scaler).get("scaleTargetRef")
    if not isinstance(target, dict):
        return
    wanted = (target.get("kind") or "Deployment", target.get("name"), scaler.ref.namespace)
    for one in manifests:
        if (one.ref.kind, one.ref.name, one.ref.namespace) == wanted and _spec(one).get("replicas") is not None:
            yield one.ref


def _spec(manifest: Manifest) -> Mapping[str, Any]:
    spec = manifest.document.get("spec")
    return spec if isinstance(spec, dict) else {}
