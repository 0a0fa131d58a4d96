"""Argo CD's and Kubernetes' programs, as tools/e2e.sh builds them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from programs import TOP

OLDER = [path.stem.partition("-")[2] for path in sorted((TOP / "tests/e2e").glob("argocd-*.mod"))]
"""Which other versions of Argo CD there are modules for."""
_NOT_SERVED = 3


class Unavailable(Exception):  # noqa: N818
    """A module that has to be there isn't any more: nobody's mistake, and nothing that a test could tell of."""


def build(older: str | None = None, **environment: str) -> Path:
    """Return the folder of the programs, built if they are not."""
    command = [TOP / "tools/e2e.sh", *([older] if older else [])]
    surroundings: Mapping[str, str] = os.environ | environment
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode == _NOT_SERVED:
        raise Unavailable(done.stderr.strip())
    sys.stderr.write(done.stderr)
    done.check_returncode()
    return Path(done.stdout.strip())
