"""Strategies of updates: what the API server has filled in for the older one may not stand beside the newer one.

A client-side apply removes only what the older manifest says, but for the strategy of a Deployment, which it replaces
as a whole (`retainKeys`); a server-side apply removes nothing that was filled in as a whole.
Source: SetDefaults_Deployment and SetDefaults_StatefulSet in pkg/apis/apps/v1/defaults.go, ValidateDeploymentStrategy
and ValidateStatefulSetSpec in pkg/apis/apps/validation/validation.go of Kubernetes 1.37.0.
"""

from collections.abc import Iterator

from cmp.review.dangers.pair import Pair, Refusal, at

_WHY = "is what the API server filled in, stays, and may not stand beside {}"


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield the part of a strategy that would be left over; to a client-side apply a null takes it away."""
    if pair.replaces:
        return
    if pair.ref.group_kind == ("apps", "StatefulSet"):
        old, new = (at(side, "spec.updateStrategy") or {} for side in (pair.before, pair.after))
        taken_away = "rollingUpdate" in new and not pair.server_side
        filled_in = not old.get("type") and old.get("rollingUpdate") is None
        if new.get("type") == "OnDelete" and filled_in and not taken_away:
            yield Refusal("spec.updateStrategy.rollingUpdate", _WHY.format("OnDelete"))
    elif pair.ref.group_kind == ("apps", "Deployment") and pair.server_side:
        old, new = (at(side, "spec.strategy") or {} for side in (pair.before, pair.after))
        filled_in = old.get("type") in (None, "RollingUpdate") and old.get("rollingUpdate") is None
        if new.get("type") == "Recreate" and filled_in:
            yield Refusal("spec.strategy.rollingUpdate", _WHY.format("Recreate"))
