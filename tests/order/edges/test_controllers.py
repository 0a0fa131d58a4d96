"""Which operator looks after an object."""

import pytest
from edge_objects import CRD, Document, found, operator, thing

from cmp.model import Reason


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([CRD, *operator()], ["Deployment/op Widget/a ready should"], id="it may change them"),
        pytest.param(
            [CRD, *operator(resources=["*"])], ["Deployment/op Widget/a ready should"], id="it may change all"
        ),
        pytest.param([CRD, *operator(verbs=["get", "list"])], [], id="it reads them only"),
        pytest.param([CRD, *operator(apiGroups=["*"])], [], id="who may do everything says nothing"),
        pytest.param([CRD, *operator(resources=["gadgets"])], [], id="it looks after others"),
        pytest.param(operator(), [], id="the definition is not in the stream"),
    ],
)
def test_controllers(objects: list[Document], expected: list[str]) -> None:
    assert found([*objects, thing("Widget/a")], Reason.CONTROLLER) == expected
