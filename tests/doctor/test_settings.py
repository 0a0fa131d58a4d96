"""What the operator says: the policy, and how much a render may take."""

from pathlib import Path

import pytest
from setups import ONE_HOST, setup, well, wrong

from cmp.doctor.model import Result


@pytest.mark.parametrize(("variable", "text", "found", "fix"), [
    ("SWELL_RENDERS", "two", "SWELL_RENDERS must be", "such as 2"),
    ("SWELL_TIMEOUT", "50s", "SWELL_TIMEOUT must be", "such as 50, without a unit"),
    ("SWELL_CPU_SECONDS", "0", "SWELL_CPU_SECONDS must be", "such as 15, without a unit"),
    ("SWELL_MEMORY_BYTES", "1", "SWELL_MEMORY_BYTES must be", "write it without a unit"),
])  # fmt: skip
def test_a_number_that_is_none_is_told_with_its_fix(
    variable: str, text: str, found: str, fix: str, tmp_path: Path
) -> None:
    ill = wrong(setup(tmp_path, **{variable: text}))
    assert ill.thing == "load"
    assert found in ill.text
    assert fix in ill.fix


def test_a_policy_that_there_is_not_does_not_look_like_one_that_holds(tmp_path: Path) -> None:
    assert well(setup(tmp_path), "policy") == ["none: applications may take any source, and nothing is enforced"]


def test_the_policy_is_read_and_a_broken_one_told(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(ONE_HOST)
    machine = setup(tmp_path, SWELL_POLICY=str(policy))
    assert well(machine, "policy") == [f"{policy}: 0 rules, sources https://git.example.com/*"]
    policy.write_text("apiVersion: swell/v1\nlimit: {}\n")
    assert wrong(machine) == Result(
        thing="policy", text="policy.yaml:2: limit: unknown key", fix="did you mean `limits`?"
    )
