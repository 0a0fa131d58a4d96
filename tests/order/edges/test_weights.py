"""What the weights of Helm's hooks say."""

import pytest
from edge_objects import ARGO, HELM, Document, found, stream, thing, told

from cmp.model import Reason
from cmp.order.edges.weights import weights


def helm(name: str, event: str, weight: str = "", **more: str) -> Document:
    return thing(f"ConfigMap/{name}", annotations={HELM: event, "helm.sh/hook-weight": weight, **more})


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [helm("c", "post-install", "5"), helm("a", "post-install,post-upgrade", "-6"), helm("b", "post-install")],
            ["ConfigMap/a ConfigMap/b ready must", "ConfigMap/b ConfigMap/c ready must"],
            id="each weight comes after the next lower one",
        ),
        pytest.param(
            [helm("a", "pre-install, pre-upgrade", "1"), helm("b", "pre-upgrade", "2")],
            ["ConfigMap/a ConfigMap/b ready must"],
            id="one event in common is enough",
        ),
        pytest.param(
            [helm("a", "pre-install", "1"), helm("b", "pre-install", "1")], [], id="equal weights need nothing"
        ),
        pytest.param([helm("a", "pre-install", "1"), helm("b", "post-install", "2")], [], id="events are apart"),
        pytest.param([helm("a", "test", "1"), helm("b", "test", "2")], [], id="tests are no part of a sync"),
        pytest.param(
            [helm("a", "pre-install", "1"), helm("b", "pre-install", "2", **{ARGO: "Sync"})],
            [],
            id="who names a phase of Argo CD is out of Helm's order",
        ),
        pytest.param(
            [thing("ConfigMap/a", annotations={"helm.sh/hook-weight": "1"}), helm("b", "pre-install", "2")],
            [],
            id="a weight alone makes no hook",
        ),
    ],
)
def test_weights(objects: list[Document], expected: list[str]) -> None:
    assert found(objects, Reason.WEIGHT) == expected
    assert sorted({told(edge) for edge in weights(stream(objects))}) == expected
