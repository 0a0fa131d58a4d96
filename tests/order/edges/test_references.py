"""What objects name, and whether they start without it."""

import pytest
from edge_objects import HOOK, Document, found, runs, secret, stream, thing, volume

from cmp.objects.objects import Objects
from cmp.order.edges import edges


@pytest.mark.parametrize(
    ("what", "spec"),
    [
        ("ConfigMap/x", {"containers": [{"envFrom": [{"configMapRef": {"name": "x"}}]}]}),
        ("ConfigMap/x", {"initContainers": [{"envFrom": [{"configMapRef": {"name": "x"}}]}]}),
        ("ConfigMap/x", volume(configMap={"name": "x"})),
        ("ConfigMap/x", volume(projected={"sources": [{"configMap": {"name": "x"}}]})),
        ("Secret/x", {"containers": [secret("x")]}),
        ("Secret/x", volume(secret={"secretName": "x"})),
        ("Secret/x", volume(csi={"driver": "d", "nodePublishSecretRef": {"name": "x"}})),
        ("PersistentVolumeClaim/x", volume(persistentVolumeClaim={"claimName": "x"})),
        ("ServiceAccount/x", {"serviceAccountName": "x"}),
        ("ServiceAccount/x", {"serviceAccount": "x"}),
        ("PriorityClass/x", {"priorityClassName": "x"}),
        ("RuntimeClass/x", {"runtimeClassName": "x"}),
    ],
)
def test_a_pod_does_not_start_without_what_it_names(what: str, spec: Document) -> None:
    assert found([runs("Deployment/web", spec), thing(what)]) == [f"{what} Deployment/web exists should blocks"]
    assert found([runs("Job/web", spec, **HOOK), thing(what)]) == [f"{what} Job/web exists must blocks"]


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [runs("Deployment/web", container=secret("x", optional=True))], [], id="an optional one is no need"
        ),
        pytest.param([runs("Deployment/web", container=secret("y"))], [], id="another one"),
        pytest.param([runs("Deployment/web", container=secret("x"), namespace="b")], [], id="one of another namespace"),
        pytest.param(
            [runs("Deployment/web", {"imagePullSecrets": [{"name": "x"}]})],
            ["Secret/x Deployment/web exists should"],
            id="an image may come without its Secret",
        ),
        pytest.param(
            [runs("Deployment/web", container=secret("x"), own={"replicas": 0})],
            ["Secret/x Deployment/web exists should"],
            id="who runs no pods is healthy without",
        ),
        pytest.param(
            [runs("Job/web", container=secret("x"), own={"completions": 0})],
            ["Secret/x Job/web exists should"],
            id="a Job that completes at once completes without",
        ),
        pytest.param(
            [
                thing(
                    "CronJob/web", spec={"jobTemplate": {"spec": {"template": {"spec": {"containers": [secret("x")]}}}}}
                )
            ],
            ["Secret/x CronJob/web exists should"],
            id="a CronJob is healthy before it runs",
        ),
        pytest.param(
            [thing("Workflow/web", spec={"templates": [{"container": secret("x")}]})],
            ["Secret/x Workflow/web exists should blocks"],
            id="a Workflow has its containers elsewhere",
        ),
        pytest.param(
            [thing("Ingress/web", spec={"tls": [{"secretName": "x"}]})],
            ["Secret/x Ingress/web exists should"],
            id="an Ingress names a certificate",
        ),
        pytest.param(
            [
                thing(
                    "RoleBinding/web", subjects=[{"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": "x"}]
                )
            ],
            [],
            id="a user is no object",
        ),
    ],
)
def test_references(objects: list[Document], expected: list[str]) -> None:
    assert found([thing("Secret/x"), thing("ServiceAccount/x"), *objects]) == expected


BACKEND = {"backend": {"service": {"name": "x"}}}
SET = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "x"}


@pytest.mark.parametrize(
    ("reader", "what"),
    [
        (thing("HorizontalPodAutoscaler/a", spec={"scaleTargetRef": SET}), "StatefulSet/x"),
        (thing("HTTPRoute/a", spec={"rules": [{"backendRefs": [{"name": "x", "port": 80}]}]}), "Service/x"),
        (thing("Ingress/a", spec={"defaultBackend": {"service": {"name": "x"}}}), "Service/x"),
        (thing("Ingress/a", spec={"rules": [{"http": {"paths": [BACKEND]}}]}), "Service/x"),
        (thing("Certificate/a", spec={"issuerRef": {"name": "x"}}), "Issuer/x"),
        (thing("ClusterRoleBinding/a", roleRef={"kind": "ClusterRole", "name": "x"}), "ClusterRole/x"),
        (thing("APIService/a", spec={"service": {"name": "x", "namespace": "app"}}, namespace="odd"), "Service/x"),
        (thing("StatefulSet/a", spec={"serviceName": "x"}), "Service/x"),
    ],
)  # fmt: skip
def test_other_fields_name_objects_too(reader: Document, what: str) -> None:
    (edge,) = found([reader, thing(what)])
    assert edge.removesuffix(" blocks") == f"{what} {reader['kind']}/a exists should"


def test_what_an_object_is_not_healthy_without_blocks() -> None:
    store = thing("ExternalSecret/a", spec={"secretStoreRef": {"name": "x"}})
    assert found([store, thing("SecretStore/x")]) == ["SecretStore/x ExternalSecret/a exists should blocks"]


def test_many_variables_of_one_secret_are_one_reason() -> None:
    env = [{"name": name, "valueFrom": {"secretKeyRef": {"name": "x", "key": "k"}}} for name in "ABC"]
    web = runs("Deployment/web", {**volume(secret={"secretName": "x"}), "containers": [{"env": env}]})
    assert [edge.whys for edge in edges(Objects(stream([thing("Secret/x"), web])))] == [
        ("reads Secret x (3 variables, volume v)",)
    ]
