"""The programs that tests run: Swell itself, and the real Helm and kubectl."""

from pathlib import Path

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


def _found(name: str, version: str) -> Path:
    path = TOP / ".venv/helm" / version / name
    if not path.exists():
        pytest.skip(f"{path.relative_to(TOP)} is missing: `make .venv/ready` gets it for linux/amd64")
    return path
