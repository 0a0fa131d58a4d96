"""A kind is defined before there are objects of it."""

import pytest
from edge_objects import CRD, WEB, Document, found, thing


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [thing("Widget/a"), CRD],
            ["CustomResourceDefinition/widgets.example.com Widget/a exists must"],
            id="a CRD comes before its objects",
        ),
        pytest.param([thing("Rollout/a"), CRD], [], id="a CRD is nothing to other kinds"),
        pytest.param([thing("Namespace/app"), WEB], [], id="a namespace is Argo CD's own matter"),
    ],
)
def test_crds(objects: list[Document], expected: list[str]) -> None:
    assert found(objects) == expected
