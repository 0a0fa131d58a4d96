"""The program `swell` of the image: its client, and beside it what that leaves the rest to."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from programs import SWELL, TOP

from cmp.resident.launcher import launcher

PYTHON = str(SWELL.parent / "python")


def image_program(folder: Path) -> Path:
    """Put both into a folder and return the client, or skip the test where no Go can build it."""
    shutil.copy2(_client(), folder / "swell")
    alone = folder / "swell-alone"
    alone.write_text(launcher(PYTHON))
    alone.chmod(0o755)
    return folder / "swell"


@cache
def _client() -> Path:
    give_up = pytest.fail if os.environ.get("CI") else pytest.skip
    if not shutil.which("go"):
        give_up("go, which builds the image's client, is missing: apt-get install golang-go")
    built = subprocess.run([TOP / "tools/swell_client.sh"], stdout=subprocess.PIPE, text=True, check=True)
    return Path(built.stdout.strip())
