"""The examples, and what Swell makes of them."""

import os
import subprocess
from pathlib import Path

from programs import SWELL, TOP, helm

from cmp.argocd.hooks import wave
from cmp.manifests.split import split
from cmp.model import Manifest

EXAMPLES = TOP / "examples"
EOAPI = EXAMPLES / "eoapi" / "application.yaml"
PREREQUISITES = [
    "ConfigMap/eoapi-initdb",
    "ConfigMap/eoapi-initdb-json-config",
    "ConfigMap/eoapi-initdb-sql-config",
    "ConfigMap/eoapi-pgstac-queryables-config",
    "ConfigMap/eoapi-pgstac-settings-config",
    "ConfigMap/montandon-eoapi-stac-queryables",
    "PostgresCluster/eoapi",
]
JOBS = [f"Job/eoapi-pgstac-{name}" for name in ("superuser-init-db", "migrate", "load-samples", "load-queryables")]
SERVICES = [f"{kind}/eoapi-{name}" for kind in ("Deployment", "Service") for name in ("raster", "stac", "vector")]


def swell(*arguments: str | Path, version: str, **environ: str) -> str:
    done = run(*arguments, version=version, **environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


def judged(*arguments: str | Path, version: str) -> str:
    done = run(*arguments, version=version)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def run(*arguments: str | Path, version: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": os.defpath, "SWELL_HELM": str(helm(version)), **environ}
    return subprocess.run([SWELL, *arguments], env=env, capture_output=True, text=True, check=False)


def generated(application: Path, *, version: str = "v4", **environ: str) -> tuple[Manifest, ...]:
    return split(swell("generate", "--app", application, version=version, **environ), namespace="")


def waves(manifests: tuple[Manifest, ...]) -> dict[str, int]:
    return {str(manifest.ref): wave(manifest.head.annotations) for manifest in manifests}
