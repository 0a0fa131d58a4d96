"""Argo CD with Swell installed, as kustomize and argo-helm write it."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml
from programs import TOP, helm, kubectl

HERE = TOP / "tests/install"
STOCK = HERE / "argocd"
"""Argo CD's own manifests."""

PARTS = ("policy", "store", "credentials", "git-credentials", "metrics")
VALUES = TOP / "install/argo-helm-values.yaml"
SETS = [*((part,) for part in PARTS), PARTS, ()]
GENERATOR = {
    "name": "swell-policy",
    "namespace": "argocd",
    "literals": ["policy.yaml=apiVersion: swell/v1"],
    "options": {"disableNameSuffixHash": True},
}
"""The ConfigMap that the part `policy` mounts, as docs/install.md has its user generate it."""


def documents(text: str) -> list[Any]:
    return list(yaml.safe_load_all(text))


def built(folder: Path, version: str = "v4") -> subprocess.CompletedProcess[str]:
    return subprocess.run([kubectl(version), "kustomize", folder], capture_output=True, text=True, check=False)


def kustomized(folder: str) -> dict[str, Any]:
    """Return Argo CD's own objects by kind, of which there is one each."""
    run = built(HERE / folder)
    assert run.returncode == 0, run.stderr
    ours = (document for document in documents(run.stdout) if document["metadata"]["name"].startswith("argocd-"))
    return {document["kind"]: document for document in ours}


def pod(objects: dict[str, Any]) -> dict[str, Any]:
    return objects["Deployment"]["spec"]["template"]["spec"]


def named(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in entries}


def with_components(folder: Path, parts: tuple[str, ...], argocd: Path, **more: Any) -> None:
    """Write a kustomization of an Argo CD with Swell and some parts."""
    install = TOP / "install/kustomize"
    components = [install, *(install / part for part in parts)]
    generators = {"configMapGenerator": [GENERATOR]} if "policy" in parts else {}
    (folder / "kustomization.yaml").write_text(
        yaml.safe_dump({
            "resources": [os.path.relpath(argocd, folder)],
            "components": [os.path.relpath(path, folder) for path in components],
            **generators,
            **more,
        })
    )  # fmt: skip


def with_kustomize(folder: Path, parts: tuple[str, ...]) -> dict[str, Any]:
    """Return what comes of Argo CD with Swell and some parts."""
    with_components(folder, parts, STOCK)
    return kustomized(str(folder))


def uncommented(parts: tuple[str, ...]) -> str:
    """Return Swell's values, where the lines of some parts are no comments."""
    names = "|".join(part.replace("-", " ") for part in parts) or "nothing"
    return re.sub(rf"(?m)# (\S.*) # (?:{names})$", r"\1", VALUES.read_text())


def templated(folder: Path, parts: tuple[str, ...], version: str) -> str:
    """Return what argo-helm makes of Swell's values with some parts."""
    (folder / "values.yaml").write_text(uncommented(parts))
    command = [helm(version), "template", HERE / "argo-helm", "--values", folder / "values.yaml"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def with_helm(folder: Path, parts: tuple[str, ...], version: str) -> dict[str, Any]:
    """Return what comes of argo-helm with Swell's values and some parts."""
    return {document["kind"]: document for document in documents(templated(folder, parts, version))}
