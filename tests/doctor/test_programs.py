"""The programs that a render calls."""

from pathlib import Path

import pytest
from helm_server import HELM, programs
from programs import helm
from setups import setup, wrong

from cmp.doctor.model import Result
from cmp.doctor.registry import examined


@pytest.mark.parametrize(("variable", "text", "found", "fix"), [
    ("SWELL_HELM", "/nowhere/helm", "helm SWELL_HELM is /nowhere/helm", "correct it"),
    ("SWELL_HELMS", "/nowhere", "helms SWELL_HELMS is /nowhere, which holds none", "helm-v3"),
])  # fmt: skip
def test_a_variable_that_leads_to_no_helm_is_named_with_its_fix(
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


def test_a_resident_helm_that_is_made_of_another_helm_is_told(tmp_path: Path) -> None:
    for name in ("helm", "swell-helm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho v4.3.1 {name}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "helm").write_text("#!/bin/sh\n[ $# = 1 ] && echo v4.3.1 helm || echo v4.3.1\n")

    ill = wrong(setup(tmp_path, SWELL_HELM=str(tmp_path / "helm")), of_programs=True)

    assert ill.thing == "helm"
    assert "/helm, is started for each render: it says v4.3.1 helm, and " in ill.text
    assert ill.text.endswith("/swell-helm v4.3.1 swell-helm")
    assert "SWELL_HELM_SERVER" in ill.fix


def test_a_resident_helm_is_named_beside_its_helm(tmp_path: Path) -> None:
    programs()
    of_helm = next(one for one in examined(setup(tmp_path, SWELL_HELM=str(HELM))) if one.thing == "helm")
    assert of_helm.fix == ""
    assert of_helm.text.endswith("and it stays for the next render (swell-helm)")
    off = setup(tmp_path, SWELL_HELM=str(HELM), SWELL_HELM_SERVER="off")
    of_helm = next(one for one in examined(off) if one.thing == "helm")
    assert of_helm.fix == ""
    assert of_helm.text.endswith(", started for each render, since SWELL_HELM_SERVER is off")
