"""Autoscalers that never get their metric."""

from typing import Any

import pytest

from cmp.argocd.versions import NEWEST
from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.objects.objects import Objects
from cmp.objects.unmeasured import unmeasured

Object = dict[str, Any]
_ASKS = {"requests": {"cpu": "1"}}
_LIMITS: Object = {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "a"}}
_UTILIZATION = {"type": "Utilization", "averageUtilization": 50}
CPU: Object = {"metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": _UTILIZATION}}]}
ONE: Object = {
    "metrics": [
        {"type": "ContainerResource", "containerResource": {"name": "cpu", "container": "app", "target": _UTILIZATION}}
    ]
}
BY_VALUE: Object = {
    "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "AverageValue"}}}],
}


def why(
    spec: Object, pod: Object, *others: Object, version: str = "v2", replicas: int = 1, argocd: str = NEWEST
) -> list[str]:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}
    documents = [
        {
            "apiVersion": f"autoscaling/{version}",
            "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": "a"},
            "spec": {"scaleTargetRef": target, **spec},
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "a"},
            "spec": {"replicas": replicas, "template": {"spec": pod}},
        },
        *others,
    ]
    stream = "".join(f"---\n{to_json(document)}\n" for document in documents)
    return [found.cause for found in unmeasured(Objects(split(stream, namespace="app")).index, argocd).values()]


def pod(**containers: Object) -> Object:
    return {"containers": [{"name": name, "resources": resources} for name, resources in containers.items()]}


@pytest.mark.parametrize(
    ("spec", "template"),
    [
        (CPU, pod(app={})),
        (CPU, pod(app=_ASKS, proxy={"requests": {"memory": "1Mi"}})),
        (CPU, pod(app=_ASKS) | {"initContainers": [{"name": "proxy", "restartPolicy": "Always"}]}),
        ({}, pod(app={})),
        (ONE, pod(app={}, proxy=_ASKS)),
    ],
)
def test_each_container_that_counts_has_to_request_the_resource(spec: Object, template: Object) -> None:
    (cause,) = why(spec, template)
    assert cause.startswith("it scales by cpu utilization, and container ")


def test_the_first_version_of_autoscalers_knows_utilization_alone() -> None:
    assert why({"targetCPUUtilizationPercentage": 60}, pod(app={}), version="v1")


@pytest.mark.parametrize(
    ("spec", "template"),
    [
        (CPU, pod(app=_ASKS)),
        (CPU, pod(app={"limits": {"cpu": "1"}})),
        (CPU, pod(app=_ASKS) | {"initContainers": [{"name": "migrate"}]}),
        (CPU, pod(app={}) | {"resources": _ASKS}),
        (ONE, pod(app=_ASKS, proxy={})),
        (BY_VALUE, pod(app={})),
    ],
)
def test_nothing_is_told_where_the_metric_can_come(spec: Object, template: Object) -> None:
    assert why(spec, template) == []


def test_what_may_give_requests_or_has_no_pods_is_left_alone() -> None:
    assert why(CPU, pod(app={}), _LIMITS) == []
    assert why(CPU, pod(app={}), replicas=0) == []


def test_argo_cd_3_4_does_not_look_at_the_metric() -> None:
    assert why(CPU, pod(app={}), argocd="3.4") == []
    assert why(CPU, pod(app={}), argocd="3.5")
