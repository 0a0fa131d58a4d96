"""A command in the built image, as Argo CD would run it: user 999, a read-only root, an empty /tmp, no network."""

import subprocess
from pathlib import Path
from typing import Protocol

from programs import image_run


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


def in_image(arch: str = "") -> InImage:
    """Return what runs commands in the built image, or in that for another processor, as images name it."""
    tool = image_run(arch)

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
        return subprocess.run([*tool, *options, *command], capture_output=True, text=True, check=False)

    return run
