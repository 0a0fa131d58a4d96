"""a manifest says a field that a controller sets, and self-heal sets it back.

Each change of the controller's is then a difference, which `selfHeal` undoes at once. Found are: `replicas` beside an
autoscaler, KEDA, Flagger, or a Rollout with `workloadRef.scaleDown`; a `caBundle` that cert-manager injects; the
`failurePolicy: Ignore` of Istio's webhook; `rules` of an aggregated ClusterRole; `suspend` of a Job in a Kueue queue;
`replicas` of machines that the cluster autoscaler counts; keys of a Secret that cert-manager writes, or that External
Secrets writes or, unless its `creationPolicy` merges, clears. A number that the controller leaves as it is fights
nothing: an autoscaler or KEDA between two equal bounds, an autoscaler at 0, KEDA on pause. Nor does a
VerticalPodAutoscaler, which changes pods alone in each `updateMode`.

With `ignoreDifferences` alone the next sync still applies what the manifest says: `RespectIgnoreDifferences=true`
belongs to it. What argocd-cm says is not known here, as `ignoreAggregatedRoles`. After a million comparisons an info
counts the fields that are not compared.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from cmp.checks.repository.facts import Comparisons, RepositoryFacts, listed
from cmp.checks.repository.fights import Fight
from cmp.model import Finding, Severity
from cmp.text import count

SEVERITY = Severity.WARNING


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each such field."""
    comparisons = Comparisons()
    for one in facts.applications:
        ignored_by = [(entry, _ways(entry)) for entry in one.ignored()]
        ways = sum(len(each) for _, each in ignored_by)
        left_out = 0
        for fight in one.fights if one.heals else ():
            if not comparisons.take((len(ignored_by) + ways) * len(fight.pointers)):
                left_out += 1
                continue
            entries = [entry for entry, _ in ignored_by if _is_for(entry, fight)]
            ignored = all(any(_names(entry, pointer) for entry in entries) for pointer in fight.pointers)
            if ignored and one.respects:
                continue
            lacks = (
                "`RespectIgnoreDifferences=true` is not among its syncOptions" if ignored else "nothing ignores that"
            )
            yield Finding(
                severity=SEVERITY,
                ref=one.ref,
                message=f"{fight.by} sets {fight.field} of {fight.ref}, and self-heal sets it back: {lacks}",
                fix=fight.fix,
                position=one.position,
            )
        if left_out:
            yield comparisons.lacking(
                one,
                f"{count(left_out, 'field')} that a controller sets, not compared with its ignoreDifferences",
                "write fewer entries of ignoreDifferences, or name fewer files at once",
            )


def _ways(entry: Mapping[str, Any]) -> list[Any]:
    return [*listed(entry.get("jsonPointers")), *listed(entry.get("jqPathExpressions"))]


def _is_for(entry: Mapping[str, Any], fight: Fight) -> bool:
    """Tell whether an entry of ignoreDifferences is for the object of a fight."""
    ref = fight.ref
    if not fnmatchcase(ref.group, str(entry.get("group") or "")) or not fnmatchcase(
        ref.kind, str(entry.get("kind") or "")
    ):
        return False
    return all(entry.get(key) in (None, "", value) for key, value in (("name", ref.name), ("namespace", ref.namespace)))


def _names(entry: Mapping[str, Any], pointer: str) -> bool:
    """Tell whether an entry names a field: by itself or one above it, in jq by its name, or by who writes it."""
    above = [str(one).rstrip("/") for one in listed(entry.get("jsonPointers"))]
    field = pointer.rpartition("/")[2]
    return (
        any(f"{pointer}/".startswith(f"{one}/") for one in above)
        or any(field in str(one) for one in listed(entry.get("jqPathExpressions")))
        or bool(listed(entry.get("managedFieldsManagers")))
    )
