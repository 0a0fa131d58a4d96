"""Fewer pods that serve."""

import pytest
from reviews import config_map, deployment, reviewed, told

PROBE = ", readinessProbe: {httpGet: {port: 80}}"
SCALER = (
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\n"
    "spec: {minReplicas: %s, scaleTargetRef: {kind: Deployment, name: web}}\n---\n"
)
BUDGET = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p}\nspec: {minAvailable: 1}\n---\n"


def replicas(number: object) -> str:
    return deployment(spec=f"  replicas: {number}\n")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (replicas(3), replicas(0), ["error availability Deployment/web"]),
        (replicas(3), replicas(2), ["warning availability Deployment/web"]),
        (replicas(3), deployment(), ["warning availability Deployment/web"]),
        (deployment(), replicas(0), ["error availability Deployment/web"]),
        (deployment(container=PROBE), deployment(), ["warning availability Deployment/web"]),
        (deployment(), deployment(spec="  strategy: {type: Recreate}\n"), ["warning availability Deployment/web"]),
        (deployment() + BUDGET, deployment(), ["warning availability PodDisruptionBudget/p"]),
        (deployment() + SCALER % 3, deployment() + SCALER % 2, ["warning availability HorizontalPodAutoscaler/h"]),
        # near misses
        (replicas(1), deployment(), []),
        (deployment(), replicas(1), []),
        (replicas(2), replicas(3), []),
        (replicas(3) + SCALER % 2, deployment() + SCALER % 2, []),
        (replicas(3), deployment() + SCALER % 2, []),
        (deployment(container=PROBE), deployment(container=PROBE.replace("80", "81")), []),
        (deployment(), deployment(container=PROBE), []),
        (deployment(spec="  strategy: {type: Recreate}\n"), deployment(), []),
        (deployment(), deployment() + BUDGET, []),
    ],
)
def test_less_availability_is_a_danger(old: str, new: str, found: list[str]) -> None:
    rest = config_map("a", "b: c")
    assert told(reviewed(rest + old, rest + new)) == found


def test_a_container_that_goes_takes_its_probe_along() -> None:
    sidecar = ", {name: side, image: b" + PROBE + "}"
    with_it = deployment().replace("}]", f"}}{sidecar}]")
    assert told(reviewed(with_it, deployment())) == []
