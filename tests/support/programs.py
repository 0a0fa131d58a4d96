"""The programs that tests run: Swell itself, and the real Helm and kubectl."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cmp.argocd.versions import HELM

TOP = Path(__file__).parents[2]
SWELL = TOP / ".venv/bin/swell"
USUAL = ("v4", "v3")
"""The Helms that are always here, 4.2.3 and 3.17.2, each with a kubectl."""
HELM_VERSIONS = (*USUAL, *sorted(path.parent.name for path in (TOP / ".venv/helms").glob("v*/helm")))
"""Those, and what `make helms` has brought: v4.3.1 and others, among them what each Argo CD ships."""
SHIPPED = tuple(f"v{version}" for version in HELM.values())
"""The Helms that the supported versions of Argo CD ship."""


def helm(version: str = "v4") -> Path:
    """Return a Helm, or skip the test where there is none."""
    return _found("helm", version)


def shipped_helm(argocd: str) -> Path:
    """Return the Helm that a minor of Argo CD ships, or skip the test where it is not here."""
    return helm(f"v{HELM[argocd]}")


def every_helm() -> dict[str, Path]:
    """Return all Helms that are here, by what their folders are called."""
    found = {version: _path("helm", version) for version in HELM_VERSIONS}
    return {version: path for version, path in found.items() if path.exists()}


def kubectl(version: str = "v4") -> Path:
    """Return the kubectl that came with a Helm, or skip the test where there is none."""
    return _found("kubectl", version)


def image_run(arch: str = "") -> list[str]:
    """Return what runs a command in the built image, or in that for another processor; skip the test without one."""
    tool = [str(TOP / "tools/image_run.sh"), *(["--arch", arch] if arch else [])]
    in_ci = os.environ.get("CI") and not arch  # .ci/run builds the image first, the other one where the kernel lets it
    give_up = pytest.fail if in_ci else pytest.skip
    if not shutil.which("buildah"):
        give_up("buildah is missing: apt-get install buildah debootstrap, then make image")
    tried = subprocess.run([*tool, "true"], capture_output=True, text=True, check=False)
    if "make image" in tried.stderr:
        packages = "buildah, debootstrap and qemu-user-static" if arch else "buildah and debootstrap"
        make = f"make image{f' ARCH={arch}' if arch else ''} (it needs {packages})"
        give_up(f"no image has been built of these sources: {make}")
    return tool


def without_network() -> tuple[str, ...]:
    """Return what starts a program where there is no network at all, or skip the test where that can't be had."""
    argv = ("unshare", "--map-root-user", "--net")
    try:
        made = subprocess.run([*argv, "true"], capture_output=True, text=True, check=False)
        problem = made.stderr.strip() if made.returncode else ""
    except OSError as missing:
        problem = str(missing)
    if problem:
        pytest.skip(f"no network namespace: {problem}; run as root, or set sysctl user.max_user_namespaces above 0")
    return argv


def _path(name: str, version: str) -> Path:
    return TOP / ".venv" / ("helm" if version in USUAL else "helms") / version / name


def _found(name: str, version: str) -> Path:
    path = _path(name, version)
    if not path.exists():
        target = ".venv/ready" if version in USUAL else "helms"
        pytest.skip(f"{path.relative_to(TOP)} is missing: `make {target}` gets it for linux/amd64")
    return path


def slow_git(folder: Path) -> str:
    """Write a git that says nothing for half a minute; return the PATH on which it is."""
    return git_after(folder, "exec sleep 30")


def git_after(folder: Path, command: str) -> str:
    """Write a git that first runs a command of the shell; return the PATH on which it is."""
    program = folder / "slow/git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n{command}\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"
