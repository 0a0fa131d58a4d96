"""The programs that tests run: Swell itself, and the real Helm and kubectl."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parent.parent
SWELL = TOP / ".venv/bin/swell"
HELM_VERSIONS = ("v4", "v3")


def helm(version: str = "v4") -> Path:
    """Return a Helm, or skip the test where there is none."""
    return _found("helm", version)


def kubectl(version: str = "v4") -> Path:
    """Return the kubectl that came with a Helm, or skip the test where there is none."""
    return _found("kubectl", version)


def read_by_go(stream: str) -> list[dict[str, Any]]:
    """Return the objects of a stream as the Go in kubectl reads them, which needs no cluster for it."""
    command = [kubectl(), "label", "--local", "--overwrite", "--filename=-", "--output=json", "read-by=go"]
    ran = subprocess.run(command, input=stream.encode(), capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    objects = json.loads(f"[{ran.stdout.decode().replace(_BETWEEN, _BETWEEN.replace('}', '},'))}]")
    for found in objects:
        del found["metadata"]["labels"]["read-by"]
    return objects


_BETWEEN = "\n}\n{\n"


def _found(name: str, version: str) -> Path:
    path = TOP / ".venv/helm" / version / name
    if not path.exists():
        pytest.skip(f"{path.relative_to(TOP)} is missing: `make .venv/ready` gets it for linux/amd64")
    return path
