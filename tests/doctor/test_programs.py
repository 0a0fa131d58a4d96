"""The programs that a render calls."""

from pathlib import Path

import pytest
from programs import helm
from setups import setup, wrong

from cmp.doctor.model import Result


@pytest.mark.parametrize(("variable", "text", "found", "fix"), [
    ("SWELL_HELM", "/nowhere/helm", "helm SWELL_HELM is /nowhere/helm", "correct it"),
    ("SWELL_HELMS", "/nowhere", "helms SWELL_HELMS is /nowhere, which holds none", "helm-v3"),
])  # fmt: skip
def test_a_variable_that_leads_to_no_helm_is_named_with_its_cure(
    variable: str, text: str, found: str, fix: str, tmp_path: Path
) -> None:
    ill = wrong(setup(tmp_path, **{variable: text}), of_programs=True)
    assert found in f"{ill.thing} {ill.text}"
    assert fix in ill.fix


def test_an_old_helm_one_that_says_nothing_and_one_under_a_wrong_name_are_told_apart(tmp_path: Path) -> None:
    for name, does in {"old": "echo v3.9.4", "mute": "exit 1", "slow": "sleep 60"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    assert wrong(setup(tmp_path, SWELL_HELM=str(tmp_path / "old")), of_programs=True) == Result(
        thing="helm", text=f"{tmp_path}/old is v3.9.4, too old", fix="install Helm 3.16 or newer"
    )
    for name in ("mute", "slow"):
        ill = wrong(setup(tmp_path, SWELL_HELM=str(tmp_path / name)), of_programs=True)
        assert ill.thing == "helm"
        assert "does not say which version it is" in ill.text
    (tmp_path / "helms").mkdir()
    (tmp_path / "helms/helm-v4").symlink_to(helm("v3"))
    ill = wrong(setup(tmp_path, SWELL_HELMS=str(tmp_path / "helms")), of_programs=True)
    assert ill.thing == "helms"
    assert "helm-v4 is v3." in ill.text
