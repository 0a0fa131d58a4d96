"""`swell diff` in a repository with a small chart."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from programs import SWELL, helm

CHART = {
    "Chart.yaml": "{apiVersion: v2, name: web, version: 1.0.0}",
    "values.yaml": "level: info\nreplicas: 2\nimage: web:1.0.0\n",
    "stage-values.yaml": "level: debug\n",
    "prod-values.yaml": "replicas: 3\n",
    "templates/app.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {level: {{ .Values.level }}}\n---\n"
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: {{ .Values.replicas }}\n"
        "  selector: {matchLabels: {app: {{ .Values.selector | default .Release.Name }}}}\n  template:\n    metadata:\n"
        "      labels: {app: {{ .Values.selector | default .Release.Name }}}\n"
        "      annotations: {checksum/config: '{{ .Values.level | sha256sum }}'}\n"
        "    spec: {containers: [{name: app, image: '{{ .Values.image }}', envFrom: [{configMapRef: {name: app}}]}]}\n"
    ),
}
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/a.git, targetRevision: main, path: {path}{more}}}
  destination: {{server: https://kubernetes.default.svc, namespace: shop}}
"""
PLUGIN, NATIVE = ", plugin: {name: swell}", ", helm: {valueFiles: [prod-values.yaml]}"


def application(name: str, *, path: str = "", more: str = PLUGIN) -> str:
    """Return an Application of apps/<name>, or of another path, through the plugin or with more in its source."""
    return APPLICATION.format(name=name, path=path or f"apps/{name}", more=more)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def git(folder: Path, *words: str) -> str:
    argv = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *words]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(folder), "TMPDIR": str(folder.parent)}
    argv = [str(SWELL), "diff", *arguments]
    told = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return told.returncode, told.stdout, told.stderr


def review(folder: Path, *arguments: str) -> dict[str, Any]:
    status, out, error = run(folder, *arguments, "--format", "json")
    assert (status, error) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found
