"""Which object has a Secret written."""

import pytest
from edge_objects import Document, found, runs, secret, thing

from cmp.model import Reason


@pytest.mark.parametrize(
    ("producer", "name"),
    [
        (thing("Certificate/a", spec={"secretName": "x"}), "x"),
        (thing("ExternalSecret/a", spec={"target": {"name": "x"}}), "x"),
        (thing("ExternalSecret/x", spec={}), "x"),
        (thing("SealedSecret/x"), "x"),
        (thing("PostgresCluster/db"), "db-pguser-some-user"),
        (thing("Cluster/db"), "db-app"),
        (thing("postgresql/db"), "joe.db.credentials.postgresql.acid.zalan.do"),
    ],
)
def test_a_secret_has_who_writes_it(producer: Document, name: str) -> None:
    who = f"{producer['kind']}/{producer['metadata']['name']}"
    assert found([producer, runs("Deployment/w", container=secret(name))]) == [
        f"{who} Deployment/w ready should blocks"
    ]
    assert found([producer, runs("Job/w", container=secret(name))]) == [f"{who} Job/w ready must blocks"]
    promoted = found([producer, runs("Deployment/w", container=secret(name))], promote=(producer["kind"],))
    assert promoted == [f"{who} Deployment/w ready must blocks"]


@pytest.mark.parametrize(
    ("objects", "name"),
    [
        pytest.param(
            [thing("Certificate/x", spec={"secretName": "x"}), thing("Secret/x")], "x", id="it is in the stream"
        ),
        pytest.param([thing("Certificate/x", spec={"secretName": "y"})], "x", id="a name that means nothing"),
        pytest.param([thing("PostgresCluster/db")], "mydb-pguser-a", id="another cluster"),
        pytest.param([thing("Cluster/db")], "db-appx", id="a longer name"),
        pytest.param([thing("SealedSecret/x", namespace="b")], "x", id="another namespace"),
        pytest.param([thing("Ingress/x", spec={"tls": [{"secretName": "x"}]})], "x", id="an Ingress without an issuer"),
        pytest.param([thing("Certificate/x", spec={})], "x", id="one that says nothing"),
    ],
)
def test_a_secret_that_nobody_writes(objects: list[Document], name: str) -> None:
    assert found([*objects, runs("Job/w", container=secret(name))], Reason.PRODUCER) == []


def test_an_ingress_that_asks_for_a_certificate_need_not_have_an_address() -> None:
    annotations = {"cert-manager.io/cluster-issuer": "a"}
    ingress = thing("Ingress/i", spec={"tls": [{"secretName": "x"}]}, annotations=annotations)
    assert found([ingress, runs("Job/w", container=secret("x"))]) == ["Ingress/i Job/w exists must blocks"]
