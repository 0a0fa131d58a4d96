"""A command in the built image, as Argo CD would run it: user 999, a read-only root, an empty /tmp, no network."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Protocol

import pytest
from programs import TOP


class InImage(Protocol):
    """Runs a command in the image; the options are those of tools/image_run.sh."""

    def __call__(
        self,
        *command: str,
        app: Path | None = None,
        environment: dict[str, str] | None = None,
        mounts: dict[str, Path] | None = None,
        network: bool = False,
        tmp: str = "",
        user: int = 0,
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end, whatever its exit code; `mounts` are folders by where they are in the image."""


@pytest.fixture(scope="session")
def in_image() -> InImage:
    """Return what runs commands in the built image."""

    def run(
        *command: str,
        app: Path | None = None,
        environment: dict[str, str] | None = None,
        mounts: dict[str, Path] | None = None,
        network: bool = False,
        tmp: str = "",
        user: int = 0,
    ) -> subprocess.CompletedProcess[str]:
        options = ["--app", str(app)] if app else []
        options += [word for name, value in (environment or {}).items() for word in ("--env", f"{name}={value}")]
        options += [word for inside, folder in (mounts or {}).items() for word in ("--mount", f"{folder}:{inside}")]
        options += ["--network"] if network else []
        options += [f"--{tmp}-tmp"] if tmp else []
        options += ["--user", str(user)] if user else []
        tool = [str(TOP / "tools/image_run.sh"), *options, *command]
        return subprocess.run(tool, capture_output=True, text=True, check=False)

    give_up = pytest.fail if os.environ.get("CI") else pytest.skip  # .ci/run builds the image first
    if not shutil.which("buildah"):
        give_up("buildah is missing: apt-get install buildah debootstrap, then make image")
    if "make image" in run("true").stderr:
        give_up("no image has been built of these sources: make image (it needs buildah and debootstrap)")
    return run
