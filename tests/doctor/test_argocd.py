"""Which Argo CD runs beside the sidecar."""

from pathlib import Path

import pytest
from programs import helm
from setups import setup

from cmp.argocd.versions import HELM, NEWEST, minor
from cmp.doctor.argocd import argocd, pauses
from cmp.doctor.model import Result, Setup


def sidecar(tmp_path: Path, says: str, *, policy: str = "", helm: Path | None = None) -> Setup:
    """Return a sidecar with a Helm, beside an Argo CD whose program prints these words."""
    program = tmp_path / "bin/argocd"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)
    said = {"SWELL_HELM": str(helm)} if helm else {}
    if policy:
        (tmp_path / "policy.yaml").write_text(f"apiVersion: swell/v1\n{policy}\n")
        said["SWELL_POLICY"] = str(tmp_path / "policy.yaml")
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
    found = next(argocd(sidecar(tmp_path, f"argocd: {version}", policy=policy)))
    assert version in found.text
    assert found.fix.startswith(wrong) if wrong else not found.fix


@pytest.mark.parametrize("version", ["3.4.13", "3.5.7", "3.6.1"])
def test_what_the_minor_that_runs_does_in_another_way_is_told(version: str, tmp_path: Path) -> None:
    judged, *found = argocd(sidecar(tmp_path, f"argocd: v{version}", policy=f"argocd: {version[:3]}"))
    assert [judged.thing, judged.fix] == ["argocd", ""]
    newest = version.startswith(NEWEST)
    rendering, exclusions, diff = (one.text for one in found)
    assert f"with Helm {HELM[version[:3]]}" in rendering
    assert ("crosses slashes" in exclusions) == newest
    assert ("ComparisonError" in diff) == newest
    assert not [one for one in found if one.fix]


@pytest.mark.parametrize(("ours", "argocd_version", "told"), [
    ("v4", "v3.4.13", ", Swell with 4.2.3; `helm: {version: v3.19}` takes the same one"),
    ("v4", "v3.6.1", ", Swell with 4.2.3; `helm: {version: v4.3}` takes the same one"),
    ("v4", "v3.5.7", ""),
    ("v3", "v3.5.7", ", Swell with 3.17.2; `helm: {version: v4.2}` takes the same one"),
])  # fmt: skip
def test_another_minor_of_helm_than_argo_cd_ships_is_told_with_the_word_for_the_same(
    ours: str, argocd_version: str, told: str, tmp_path: Path
) -> None:
    _, rendering, *_ = argocd(sidecar(tmp_path, argocd_version, helm=helm(ours)))
    assert rendering.text.partition(HELM[minor(argocd_version)])[2] == told


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


def test_what_the_application_says_counts_where_the_policy_says_nothing(tmp_path: Path) -> None:
    machine = sidecar(tmp_path, "argocd: v3.5.7")
    said = tmp_path / "app/swell.yaml"
    said.write_text("apiVersion: swell/v1\nargocd: 3.5\n")
    assert not next(argocd(machine)).fix
    said.write_text("apiVersion: swell/v1\nargocd: [\n")
    assert "rules of 3.6" in next(argocd(machine)).text


def test_the_policy_counts_though_the_application_can_not_be_read(tmp_path: Path) -> None:
    machine = sidecar(tmp_path, "argocd: v3.5.7", policy="argocd: 3.5")
    (tmp_path / "app/swell.yaml").write_text("apiVersion: swell/v1\nargocd: [\n")
    assert not next(argocd(machine)).fix


@pytest.mark.parametrize(("variable", "policy", "text", "fix"), [
    ("2", "", "pauses 2 s between waves, as Swell counts", ""),
    ("5", "syncWaveDelay: 5", "pauses 5 s between waves, as Swell counts", ""),
    ("0", "projects: [{match: '*', syncWaveDelay: 0}]", "pauses 0 s between waves, as Swell counts", ""),
    ("soon", "", "pauses 2 s between waves, as Swell counts", ""),
    ("0", "", "pauses 0 s between waves (ARGOCD_SYNC_WAVE_DELAY), and Swell counts 2",
     "say `syncWaveDelay: 0` in the policy (SWELL_POLICY), or in swell.yaml"),
    ("2", "syncWaveDelay: 0", "pauses 2 s between waves (ARGOCD_SYNC_WAVE_DELAY), and Swell counts 0",
     "say `syncWaveDelay: 2` in the policy (SWELL_POLICY), or in swell.yaml"),
])  # fmt: skip
def test_swell_counts_the_pauses_of_the_controller_or_says_what_to_write(
    variable: str, policy: str, text: str, fix: str, tmp_path: Path
) -> None:
    machine = sidecar(tmp_path, "argocd: v3.6.1", policy=policy)
    named = machine.settings.replace(variables={**machine.settings.variables, "ARGOCD_SYNC_WAVE_DELAY": variable})
    assert list(pauses(machine.replace(settings=named))) == [Result(thing="argocd", text=text, fix=fix)]


def test_what_doctor_says_of_a_pause_mends_it(tmp_path: Path) -> None:
    machine = sidecar(tmp_path, "argocd: v3.6.1")
    machine = machine.replace(settings=machine.settings.replace(variables={"ARGOCD_SYNC_WAVE_DELAY": "999999"}))
    (told,) = pauses(machine)
    (tmp_path / "app/swell.yaml").write_text(f"apiVersion: swell/v1\n{told.fix.split('`')[1]}\n")
    assert not next(pauses(machine)).fix


def test_nothing_is_said_of_pauses_where_the_environment_says_nothing_and_on_a_laptop(tmp_path: Path) -> None:
    assert list(pauses(sidecar(tmp_path, "argocd: v3.6.1", policy="syncWaveDelay: 5"))) == []
    assert list(pauses(setup(tmp_path, ARGOCD_SYNC_WAVE_DELAY="5"))) == []
