"""What a verdict rests on, as it is told."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

CHART = {
    "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "templates/a.yaml": "\n".join(
        f"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a{wave}\n  annotations:\n"
        f'    argocd.argoproj.io/sync-wave: "{wave}"\n'
        for wave in (0, 1)
    ),
}


def swell(folder: Path, *words: str) -> str:
    for name, text in CHART.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    env = {"PATH": os.defpath, "HOME": str(folder), "SWELL_HELM": str(helm()), "SWELL_TIMEOUT": "3600"}
    run = subprocess.run([SWELL, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


@pytest.mark.parametrize(
    ("own", "policy", "options", "version", "pause"),
    [
        ("", "", [], "3.6 (the newest)", "2 s between waves (its default)"),
        (
            "values: {}\nargocd: '3.4'\nsyncWaveDelay: 5\n",
            "",
            [],
            "3.4 (swell.yaml:3)",
            "5 s between waves (swell.yaml:4)",
        ),
        (
            "argocd: '3.4'\n",
            "argocd: '3.5'\nsyncWaveDelay: 0\n",
            [],
            "3.5 (policy.yaml:2)",
            "0 s between waves (policy.yaml:3)",
        ),
        (
            "",
            "projects:\n  - match: '*'\n    argocd: '3.5'\n",
            [],
            "3.5 (policy.yaml:4)",
            "2 s between waves (its default)",
        ),
        (
            "argocd: '3.4'\n",
            "argocd: '3.5'\n",
            ["--argocd", "3.6", "--sync-wave-delay", "1"],
            "3.6 (--argocd)",
            "1 s between waves (--sync-wave-delay)",
        ),
    ],
    ids=["nothing", "file", "policy", "project", "options"],
)
def test_every_verdict_names_the_argo_cd_that_judged_and_who_names_it(
    tmp_path: Path, own: str, policy: str, options: list[str], version: str, pause: str
) -> None:
    if own:
        (tmp_path / "swell.yaml").write_text(f"apiVersion: swell/v1\n{own}")
    if policy:
        (tmp_path / "policy.yaml").write_text(f"apiVersion: swell/v1\n{policy}")
        options = [*options, "--policy", "policy.yaml"]
    sentence = f"Judged by Argo CD {version}"
    number, _, origin = version.rstrip(")").partition(" (")
    fields = {"version": number, "from": None if origin == "the newest" else origin}

    assert swell(tmp_path, "plan", ".", *options).splitlines()[-1] == f"{sentence}, with {pause}."
    for form in ("html", "mermaid"):
        assert f"{sentence}, with {pause}." in swell(tmp_path, "plan", ".", *options, "--format", form)
    assert json.loads(swell(tmp_path, "plan", ".", *options, "--format", "json"))["argocd"] == fields
    assert swell(tmp_path, "check", ".", *options).splitlines()[-1] == f"{sentence}."
    assert json.loads(swell(tmp_path, "check", ".", *options, "--format", "json"))["argocd"] == fields
    (run,) = json.loads(swell(tmp_path, "check", ".", *options, "--format", "sarif"))["runs"]
    assert run["properties"]["argocd"] == fields
    assert f"{sentence}." in swell(tmp_path, "diff", ".", *options, "--base", "helm")


def test_a_diff_of_two_versions_names_both(tmp_path: Path) -> None:
    said = swell(tmp_path, "diff", ".", "--argocd", "3.5", "--argocd", "3.6")
    assert "Judged by Argo CD 3.5 (--argocd) → 3.6 (--argocd)." in said
    told = json.loads(swell(tmp_path, "diff", ".", "--argocd", "3.5", "--argocd", "3.6", "--format", "json"))
    assert [told[side]["argocd"]["version"] for side in ("old", "new")] == ["3.5", "3.6"]
