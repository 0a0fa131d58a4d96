"""What installs a kind comes before its objects, and what an operator's Subscription needs comes before that."""

from typing import Any

import pytest
from edge_objects import Document, found, thing

OLM = "operators.coreos.com"


def olm(version: str, what: str, **more: Any) -> Document:
    return thing(what, **more) | {"apiVersion": f"{OLM}/{version}"}


SUBSCRIPTION = olm(
    "v1alpha1", "Subscription/a", spec={"name": "kafka", "source": "catalog", "sourceNamespace": "market"}
)


def test_an_object_of_a_kind_waits_until_what_installs_it_is_ready() -> None:
    topic = thing("Topic/t") | {"apiVersion": "kafka.example.com/v1"}
    assert found([topic, SUBSCRIPTION]) == ["Subscription/a Topic/t ready must"]


@pytest.mark.parametrize(
    ("needed", "expected"),
    [
        pytest.param(olm("v1", "OperatorGroup/g"), True, id="the group of its namespace"),
        pytest.param(olm("v1", "OperatorGroup/g", namespace="b"), False, id="a group elsewhere"),
        pytest.param(
            olm("v1alpha1", "CatalogSource/catalog", namespace="market"), True, id="the catalog that it names"
        ),
        pytest.param(olm("v1alpha1", "CatalogSource/other", namespace="market"), False, id="another catalog"),
        pytest.param(olm("v1alpha1", "CatalogSource/catalog", namespace="b"), False, id="a catalog elsewhere"),
    ],
)
def test_a_subscription_is_not_healthy_without_what_it_needs(needed: Document, *, expected: bool) -> None:
    what = f"{needed['kind']}/{needed['metadata']['name']}"
    assert found([SUBSCRIPTION, needed]) == [f"{what} Subscription/a exists should blocks"] * expected
