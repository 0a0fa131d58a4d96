"""A claim of a late class waits for its pod."""

import pytest
from edge_objects import found, runs, thing, volume


@pytest.mark.parametrize(
    ("binding", "expected"),
    [
        ("WaitForFirstConsumer", ["Deployment/a PersistentVolumeClaim/data exists should blocks"]),
        ("Immediate", []),
    ],
)
def test_a_claim_of_a_late_class_needs_its_pod(binding: str, expected: list[str]) -> None:
    late = thing("StorageClass/late", volumeBindingMode=binding)
    claim = thing("PersistentVolumeClaim/data", spec={"storageClassName": "late"})
    edges_found = found([late, claim, runs("Deployment/a", volume(persistentVolumeClaim={"claimName": "data"}))])
    assert [edge for edge in edges_found if edge.startswith("Deployment")] == expected
