"""a CRD has its objects converted by a Service, and nothing here answers there.

With `conversion: {strategy: Webhook}` the API server asks that Service whenever an object is written or read in another
version than the stored one. As long as it does not answer, such objects are refused, and Argo CD can't even list the
kind, so that every Application on that cluster may end with a ComparisonError. Often the CRD comes from a chart
of its own, and names a namespace that the other chart is not installed in.

Correct the namespace, or see to it that the Service and its workload are there before the CRD.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.manifests.fields import document, mapping
from cmp.model import Finding, Manifest, Severity
from cmp.objects.conversions import Conversion, conversions
from cmp.objects.index import Index

SEVERITY = Severity.WARNING
_APPLY = "apply {} with its workload before the CRD, or say `conversion: {{strategy: None}}` if schemas are alike"
_MOVE = "name the namespace {}, where there is a {}"


def check(facts: Facts) -> Iterator[Finding]:
    """Find CRDs whose conversion nothing here answers."""
    index = facts.objects.index
    for one in conversions(index):
        service = index.find("", "Service", one.namespace, one.service)
        if service and _answered(service, index):
            continue
        lacks = "has no workload here" if service else "is not here"
        yield Finding(
            severity=SEVERITY,
            ref=one.crd.ref,
            message=(
                f"Service/{one.service} in namespace {one.namespace} converts its objects, and {lacks}: "
                f"while it does not answer, they are refused in any version but {one.storage}"
            ),
            fix=_fix(one, index),
        )


def _answered(service: Manifest, index: Index) -> bool:
    """Tell whether pods here answer, or the Service has no selector, so that its endpoints come from elsewhere."""
    return bool(index.behind(service)) or not mapping(document(service), "spec.selector")


def _fix(one: Conversion, index: Index) -> str:
    name = f"Service/{one.service}"
    elsewhere = index.wide("", "Service", one.service)
    if elsewhere and elsewhere.ref.namespace != one.namespace:
        return _MOVE.format(elsewhere.ref.namespace, name)
    return _APPLY.format(name)
