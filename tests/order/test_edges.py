"""All edges of a stream together, and odd bodies."""

from typing import Any

import pytest
from edge_objects import (
    CRD,
    DB,
    DB_SERVICE,
    HELM,
    RIGHTS,
    SERVED,
    VERSIONS,
    Document,
    found,
    operator,
    runs,
    secret,
    stream,
    thing,
    told,
    volume,
    webhook,
)

from cmp.objects.objects import Objects
from cmp.order.edges import edges

ODD: list[Any] = [
    None,
    0,
    "x",
    [],
    {},
    [None],
    ["x"],
    [[]],
    [{"name": None}],
    {"template": {"spec": {"containers": [0]}}},
]


@pytest.mark.parametrize("kind", sorted(VERSIONS))
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_nothing_is_too_odd(kind: str, odd: Any) -> None:
    container = dict.fromkeys(("env", "envFrom", "args", "command", "name"), odd)
    deep = {
        "template": {
            "metadata": odd,
            "spec": {"containers": [container], "initContainers": [container], "volumes": odd},
        }
    }
    shallow = dict.fromkeys(("spec", "webhooks", "rules", "subjects", "roleRef"), odd)
    service = thing("Service/s", spec={"selector": odd})
    edges(
        Objects(
            stream([thing(f"{kind}/a", **shallow), thing(f"{kind}/b", spec=deep), thing(f"{kind}/c"), service, CRD])
        )
    )


def eoapi() -> list[Document]:
    hook = {"annotations": {HELM: "post-install,post-upgrade", "helm.sh/hook-weight": "-5"}}
    labels = {"app": "eoapi-migrate", "app.kubernetes.io/instance": "eoapi", "gitsha": "abc"}
    wait = 'until kubectl wait --for=condition=complete job --selector "$selector"; do sleep 5; done'
    command = f'for selector in "$@"; do {wait}; done'
    init = {"name": "wait-for-jobs", "command": ["sh", "-c", command, "sh"], "args": ["app=eoapi-migrate"]}
    user, web = secret("eoapi-pguser-eoapi"), {**labels, "app": "eoapi-stac"}
    settings = volume(configMap={"name": "eoapi-settings"})
    return [
        thing("ConfigMap/eoapi-settings", annotations=hook["annotations"] | {"helm.sh/hook-weight": "-7"}),
        runs("Job/eoapi-migrate", settings, container=user, pod=labels, labels=labels, **hook),
        runs("Deployment/eoapi-stac", {"initContainers": [init]}, container=user, labels=web, pod=web),
        thing("PostgresCluster/eoapi", spec={"users": [{"name": "eoapi"}]}),
    ]


def test_the_shape_of_eoapi() -> None:
    assert found(eoapi()) == [
        "ConfigMap/eoapi-settings Job/eoapi-migrate ready must blocks",
        "Job/eoapi-migrate Deployment/eoapi-stac ready must blocks",
        "PostgresCluster/eoapi Deployment/eoapi-stac ready should blocks",
        "PostgresCluster/eoapi Job/eoapi-migrate ready must blocks",
    ]


def test_an_edge_says_why() -> None:
    whys = {told(edge): edge.whys for edge in edges(Objects(stream(eoapi())))}
    assert list(whys.values()) == [
        ("Helm hook weight -7 before -5", "reads ConfigMap eoapi-settings (volume v)"),
        ("init container wait-for-jobs waits for it",),
        ("reads Secret eoapi-pguser-eoapi (variable A), which it writes",),
        ("reads Secret eoapi-pguser-eoapi (variable A), which it writes",),
    ]


def test_the_order_of_a_stream_makes_no_difference() -> None:
    objects = [*eoapi(), *operator(), CRD, thing("Widget/a"), webhook(), *SERVED, DB, DB_SERVICE, *RIGHTS]
    assert edges(Objects(stream(objects))) == edges(Objects(stream(reversed(objects))))
