"""Which objects wait for the webhook that converts them."""

from typing import Any

import pytest
from edge_objects import SERVED, Document, found, runs, thing, waits

from cmp.model import Reason

FIRST = ["Service/hook Widget/a exists must", "Deployment/hook Widget/a ready must"]


def definition(*others: str, strategy: str = "Webhook", namespace: str = "app", **more: Any) -> Document:
    """Return the definition of Widgets, stored as v2 and converted from other versions by the Service hook."""
    client = {"service": {"name": "hook", "namespace": namespace}}
    versions = [{"name": "v2", "served": True, "storage": True}]
    return thing(
        "CustomResourceDefinition/widgets.example.com",
        spec={
            "group": "example.com",
            "names": {"kind": "Widget", "plural": "widgets"},
            "conversion": {"strategy": strategy, "webhook": {"clientConfig": client}},
            "versions": [*versions, *({"name": one, "served": True, "storage": False} for one in others)],
        },
        **more,
    )


WIDGET = thing("Widget/a")  # in version v1


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([definition("v1"), *SERVED, WIDGET], FIRST, id="another version than the stored one"),
        pytest.param([WIDGET, *SERVED, definition("v1", "v3")], FIRST, id="whatever their order in the stream"),
        pytest.param(
            [definition("v1"), *SERVED, {**WIDGET, "apiVersion": "example.com/v2"}], [], id="the stored version"
        ),
        pytest.param([definition("v1", strategy="None"), *SERVED, WIDGET], [], id="nothing converts"),
        pytest.param([definition(), *SERVED, WIDGET], [], id="a single version"),
        pytest.param([definition("v1", namespace="other"), *SERVED, WIDGET], [], id="the Service is elsewhere"),
        pytest.param([definition("v1"), SERVED[1], WIDGET], [], id="the workload is elsewhere"),
        pytest.param(
            [definition("v1"), *SERVED, {**WIDGET, "apiVersion": "example.org/v1"}], [], id="a kind of another group"
        ),
    ],
)
def test_conversion(objects: list[Document], expected: list[str]) -> None:
    assert sorted(found(objects, Reason.CONVERSION)) == sorted(expected)


def test_the_authority_that_cert_manager_writes_comes_first_too() -> None:
    annotations = {"cert-manager.io/inject-ca-from": "app/hook-ca"}
    objects = [definition("v1", annotations=annotations), *SERVED, thing("Certificate/hook-ca"), WIDGET]
    assert "Certificate/hook-ca Widget/a ready must" in found(objects, Reason.CONVERSION)


def test_what_converts_never_comes_after_an_object_that_it_waits_for_itself() -> None:
    waiting = runs(
        "Deployment/hook", waits("kubectl wait --for=condition=Ready widget.example.com/a"), pod={"app": "hook"}
    )
    mounting = runs("Deployment/hook", {"serviceAccountName": "a"}, pod={"app": "hook"})
    assert found([definition("v1"), waiting, SERVED[1], thing("Widget/b")], Reason.CONVERSION)
    assert found([definition("v1"), mounting, SERVED[1], WIDGET], Reason.CONVERSION) == FIRST
