"""Which Argo CD runs beside the sidecar."""

from pathlib import Path

import pytest
from setups import setup

from cmp.doctor.argocd import argocd
from cmp.doctor.model import Result, Setup


def sidecar(tmp_path: Path, says: str, *, policy: str = "") -> Setup:
    """Return a sidecar beside an Argo CD whose program prints these words."""
    program = tmp_path / "bin/argocd"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)
    said = {}
    if policy:
        (tmp_path / "policy.yaml").write_text(f"apiVersion: swell/v1\n{policy}\n")
        said = {"SWELL_POLICY": str(tmp_path / "policy.yaml")}
    return setup(tmp_path, sidecar=str(tmp_path), PATH=f"{program.parent}:/usr/bin:/bin", **said)


@pytest.mark.parametrize(("version", "policy", "wrong"), [
    ("v3.6.1+2e3a56e", "", ""),
    ("v3.5.7", "argocd: 3.5", ""),
    ("v3.5.7", "projects: [{match: '*', argocd: '3.5'}]", ""),
    ("v3.5.7", "", 'say `argocd: "3.5"` in the policy (SWELL_POLICY), or in swell.yaml'),
    ("v3.6.1", "argocd: 3.4", 'say `argocd: "3.6"`'),
    ("v3.3.9", "", "run Argo CD 3.4, 3.5, 3.6"),
])  # fmt: skip
def test_swell_judges_by_the_argocd_that_runs_or_says_what_to_write(
    version: str, policy: str, wrong: str, tmp_path: Path
) -> None:
    (found,) = argocd(sidecar(tmp_path, f"argocd: {version}", policy=policy))
    assert version in found.text
    assert found.fix.startswith(wrong) if wrong else not found.fix


def test_a_program_that_says_no_version_is_told(tmp_path: Path) -> None:
    machine = sidecar(tmp_path, "nothing of use")
    assert list(argocd(machine)) == [
        Result(
            thing="argocd",
            text=f"{tmp_path}/bin/argocd does not say which version it is",
            fix="mount the volume `var-files` at /var/run/argocd",
        )
    ]


def test_on_a_laptop_and_without_its_program_nothing_is_said_of_argocd(tmp_path: Path) -> None:
    assert list(argocd(setup(tmp_path))) == []
    assert list(argocd(setup(tmp_path, sidecar=str(tmp_path), PATH="/bin"))) == []
