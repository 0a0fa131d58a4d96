"""`swell check` of several Applications keeps to its time in what it does after their renders."""

import subprocess
from pathlib import Path

from programs import SWELL, helm, slow_git

APPLICATION = """
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {0}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: "https://git.example.com/a.git", path: app, targetRevision: v1, plugin: {{name: swell}}}}
  destination: {{namespace: {0}, server: "https://kubernetes.default.svc"}}
"""


def test_a_git_that_is_slow_ends_the_check_of_several_applications_in_time(tmp_path: Path) -> None:
    top = tmp_path / "checkout"
    (top / "app").mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", top], check=True)
    (top / "app/swell.yaml").write_text("{apiVersion: swell/v1, manifests: [a.yaml]}")
    (top / "app/a.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")
    (top / "apps.yaml").write_text("---".join(map(APPLICATION.format, ("one", "two"))))
    env = {"PATH": slow_git(tmp_path), "HOME": str(tmp_path), "SWELL_HELM": str(helm()), "SWELL_TIMEOUT": "5"}
    run = subprocess.run([SWELL, "check", "apps.yaml"], cwd=top, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert "not ended after 5 s" in run.stderr


def test_a_folder_without_chart_and_git_is_checked_from_above_in_each_format(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/swell.yaml").write_text("apiVersion: swell/v1\nmanifests: [m.yaml]\n")
    (tmp_path / "a/m.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
        "spec: {containers: [{name: a, image: a, envFrom: [{configMapRef: {name: missing}}]}]}\n"
    )
    for form in ("text", "json", "sarif", "junit", "github", "markdown"):
        run = subprocess.run(
            [SWELL, "check", "a", "--format", form], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert run.returncode in (0, 1), run.stderr
        assert run.stderr == ""
        assert "missing" in run.stdout
