"""The addresses of a Service, and the class of its load balancer, which stay as they were given.

Source: validateUpgradeDowngradeClusterIPs, validateLoadBalancerClassField and validateService in
pkg/apis/core/validation/validation.go, patchAllocatedValues in pkg/registry/core/service/storage/storage.go of
Kubernetes 1.37.0. A Service that leaves its address out keeps the one that it has.
"""

from collections.abc import Iterator
from typing import Any

from cmp.review.dangers.pair import Pair, Refusal, at
from cmp.text import article

_NONE = "None"
_GIVEN = "given by the cluster"
_EXTERNAL = "ExternalName"
_WITH_PORTS = ("NodePort", "LoadBalancer")


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield what a Service may not change."""
    if pair.ref.group_kind != ("", "Service"):
        return
    kind, past = _type(pair.after), _type(pair.before)
    if _EXTERNAL not in (kind, past):
        yield from _address(pair, kind)
        yield from _families(pair)
    if kind == past == "LoadBalancer":
        old, new = (at(side, "spec.loadBalancerClass") for side in (pair.before, pair.after))
        if old != new:
            yield Refusal("spec.loadBalancerClass", "can't be changed, set or removed while the type is LoadBalancer")


def _address(pair: Pair, kind: str) -> Iterator[Refusal]:
    old, new = (at(side, "spec.clusterIP") or "" for side in (pair.before, pair.after))
    if old == _NONE and not new and kind in _WITH_PORTS:
        yield Refusal("spec.type", f"a Service with clusterIP None, which it keeps, can't be {article(kind)}")
    elif new and new != (old or _GIVEN):
        yield Refusal("spec.clusterIP", "can't be changed once the Service has an address, or has none")


def _families(pair: Pair) -> Iterator[Refusal]:
    """Yield the first family of addresses, if both sides name one and neither is headless."""
    old, new = (at(side, "spec.ipFamilies") or [] for side in (pair.before, pair.after))
    headless = _NONE in (at(pair.before, "spec.clusterIP"), at(pair.after, "spec.clusterIP"))
    if old and new and old[0] != new[0] and not headless:
        yield Refusal("spec.ipFamilies", "the first one can't be changed")


def _type(service: Any) -> str:
    return str(at(service, "spec.type") or "ClusterIP")
