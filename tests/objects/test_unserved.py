"""Workloads of which no pod runs, although Argo CD calls them healthy."""

from typing import Any

import pytest

from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.objects.objects import Objects
from cmp.objects.unserved import unserved

Object = dict[str, Any]
_TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "db"}
_NONE = "spec.replicas is 0: no pod of it runs"


def _object(api: str, kind: str, **body: Any) -> Object:
    return {"apiVersion": api, "kind": kind, "metadata": {"name": "other"}, **body}


def _why(*others: Object, replicas: int | None = 0, annotations: Object | None = None) -> str:
    spec = {} if replicas is None else {"replicas": replicas}
    db = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": spec}
    db["metadata"] = {"name": "db", "annotations": annotations or {}}
    stream = "".join(f"---\n{to_json(one)}\n" for one in (db, *others))
    index = Objects(split(stream, namespace="shop")).index
    return next(unserved(index, one) for one in index.by_ref.values() if one.ref.name == "db")


def test_a_workload_without_replicas_serves_nothing() -> None:
    assert _why() == _NONE


@pytest.mark.parametrize("replicas", [None, 1, 3])
def test_a_workload_with_replicas_serves(replicas: int | None) -> None:
    assert not _why(replicas=replicas)


@pytest.mark.parametrize(
    "other",
    [
        _object("autoscaling/v2", "HorizontalPodAutoscaler", spec={"scaleTargetRef": _TARGET, "minReplicas": 2}),
        _object("apiextensions.k8s.io/v1", "CustomResourceDefinition", spec={"x": {"subresources": {"scale": {}}}}),
        _object("keda.sh/v1alpha1", "ScaledObject", spec={"scaleTargetRef": {**_TARGET, "name": "web"}}),
        _object("v1", "ConfigMap", data={"text": "db autoscales by itself"}),
    ],
    ids=lambda one: one["kind"],
)
def test_what_does_not_scale_it_changes_nothing(other: Object) -> None:
    assert _why(other) == _NONE


@pytest.mark.parametrize(
    "other",
    [
        _object("keda.sh/v1alpha1", "ScaledObject", spec={"scaleTargetRef": {"name": "db"}}),
        _object("argoproj.io/v1alpha1", "Rollout", spec={"workloadRef": _TARGET, "replicas": 2}),
        _object("flagger.app/v1beta1", "Canary", spec={"targetRef": _TARGET}),
        _object("rbac.authorization.k8s.io/v1", "Role", rules=[{"resources": ["deployments/scale"], "verbs": ["*"]}]),
        _object("v1", "ConfigMap", data={"run.sh": "kubectl scale deploy --all --replicas=1"}),
    ],
    ids=lambda one: one["kind"],
)
def test_what_may_scale_it_leaves_it_open(other: Object) -> None:
    assert not _why(other)


@pytest.mark.parametrize("key", ["downscaler/uptime", "sablier.enable", "kube-green.dev/wakeUpAt"])
def test_what_a_controller_of_the_cluster_may_scale_stays_open(key: str) -> None:
    assert not _why(annotations={key: "yes"})
