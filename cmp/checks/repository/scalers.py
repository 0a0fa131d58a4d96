"""Kinds that set the replicas of another object: a table, each row with its source.

A VerticalPodAutoscaler is not among them: in each updateMode it evicts, resizes or mutates pods, and its roles let it
write no workload (pkg/updater/restriction and deploy/vpa-rbac.yaml of VPA 1.8.1).
"""

from collections.abc import Callable
from typing import Any

from cmp.manifests.fields import document, text, walk
from cmp.model import Manifest
from cmp.value import Value


class Scaler(Value):
    """The path of what a kind scales, by whom, and whether a number of the manifest would be changed."""

    target: str
    by: str
    changes: Callable[[Manifest, Any], bool] = lambda _one, _number: True


def _autoscaler(one: Manifest, number: Any) -> bool:
    """Tell of a HorizontalPodAutoscaler: it leaves a workload alone that was scaled to none.

    Source: reconcileAutoscaler in pkg/controller/podautoscaler/horizontal.go of Kubernetes 1.37.
    """
    least, most = _number(one, "minReplicas", 1), _number(one, "maxReplicas")
    return not (least == most == number or (number == 0 and least != 0))


def _keda(one: Manifest, number: Any) -> bool:
    """Tell of a ScaledObject: a pause keeps the number, or sets its own; a bound of 0 and an idle number scale to none.

    Source: handlePause in controllers/keda/scaledobject_controller.go, newHPAForScaledObject in its hpa.go, and
    RequestScale in pkg/scaling/executor/scale_scaledobjects.go of KEDA 2.21.0.
    """
    annotations = one.head.annotations
    if (paused := annotations.get("autoscaling.keda.sh/paused-replicas")) is not None:
        return paused != str(number)
    if annotations.get("autoscaling.keda.sh/paused", "false").lower() not in ("false", "f", "0"):
        return False
    least, most, idle = (_number(one, f"{which}ReplicaCount") for which in ("min", "max", "idle"))
    return not least == most == number or idle is not None


def _rollout(one: Manifest, number: Any) -> bool:
    """Tell of a Rollout: while it has its first revision it scales a Deployment down, and ends at none.

    Source: promoteStable in rollout/sync.go, reconcileNewReplicaSet in rollout/replicaset.go, and scaleDeployment in
    rollout/scale_utils.go of Argo Rollouts 1.10.2.
    """
    whole = document(one)
    return (
        text(whole, "spec.workloadRef.kind") == "Deployment"
        and text(whole, "spec.workloadRef.scaleDown") in ("onsuccess", "progressively")
        and number != 0
    )


def _number(one: Manifest, field: str, usual: Any = None) -> Any:
    return next(iter(walk(document(one), f"spec.{field}")), usual)


SCALERS = {
    ("autoscaling", "HorizontalPodAutoscaler"): Scaler(
        target="spec.scaleTargetRef", by="an autoscaler", changes=_autoscaler
    ),
    ("keda.sh", "ScaledObject"): Scaler(target="spec.scaleTargetRef", by="KEDA", changes=_keda),
    # ScaleToZero and ScaleFromZero in pkg/canary/deployment_controller.go of Flagger 1.44.0
    ("flagger.app", "Canary"): Scaler(target="spec.targetRef", by="Flagger"),
    ("argoproj.io", "Rollout"): Scaler(target="spec.workloadRef", by="Argo Rollouts", changes=_rollout),
}
