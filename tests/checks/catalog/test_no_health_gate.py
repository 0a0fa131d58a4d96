"""Which fix is told where Argo CD can't tell when an object is ready."""

import pytest
from judged import HERE, all_cases


@pytest.mark.parametrize(
    ("case", "printed"), [("found-where-it-matters", True), ("found-kind-without-conditions", False)]
)
def test_a_health_check_is_printed_for_kinds_that_have_conditions_alone(case: str, *, printed: bool) -> None:
    found = next(one for one in all_cases() if one.file == HERE / "no-health-gate" / f"{case}.yaml").found()
    assert ["resource.customizations.health" in finding.fix for finding in found] == [printed]
