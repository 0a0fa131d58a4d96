"""The sidecar beside repo-server: `swell sidecar` with Swell's plugin.yaml, of these sources or of their image."""

import shutil
from pathlib import Path
from typing import NamedTuple

from image_program import image_program
from isolation import environment
from programs import TOP, image_run

_SOCKETS = "/home/argocd/cmp-server/plugins"
_PROGRAMS = "/var/run/argocd"


class Sidecar(NamedTuple):
    """What starts it, with which environment. Its TMPDIR is `plugin-tmp` below repo-server's folder, if it is ours."""

    command: list[str | Path]
    environment: dict[str, str]


def of_sources(programs: Path, folder: Path, helm: Path, variables: dict[str, str]) -> Sidecar:
    """Return what runs as the tests do, with one of the Helms."""
    for name in ("plugin", "plugin-bin", "plugin-tmp", "plugin-home"):
        (folder / name).mkdir(mode=0o700)
    shutil.copy(TOP / "plugin.yaml", folder / "plugin/plugin.yaml")
    swell = image_program(folder / "plugin-bin")
    told = environment(
        ARGOCD_PLUGINSOCKFILEPATH=str(folder / "sockets"),
        HOME=str(folder / "plugin-home"),
        TMPDIR=str(folder / "plugin-tmp"),
        PATH=f"{helm.parent}:{swell.parent}:{environment()['PATH']}",
    )
    command: list[str | Path] = [
        swell,
        "sidecar",
        programs / "argocd-cmp-server",
        "--config-dir-path",
        folder / "plugin",
    ]
    return Sidecar(command, {**told, **variables})


def of_image(programs: Path, folder: Path, variables: dict[str, str]) -> Sidecar:
    """Return what runs as install/kustomize/git-credentials has it: user 999, a read-only root, repo-server's volumes.

    The socket at which repo-server lends credentials is among those of the plugins.
    """
    (folder / "var").mkdir(mode=0o755)
    shutil.copy(programs / "argocd", folder / "var/argocd")
    (folder / "var/argocd-cmp-server").symlink_to(f"{_PROGRAMS}/argocd")
    sockets = folder / "sockets"
    sockets.chmod(0o777)
    mounts = {folder / "var": _PROGRAMS, sockets: _SOCKETS}
    command: list[str | Path] = [*image_run(), "--network"]
    for place, inside in (*mounts.items(), (sockets, sockets)):
        command += ["--mount", f"{place}:{inside}"]
    for name, value in variables.items():
        command += ["--env", f"{name}={value}"]
    command += ["swell", "sidecar", "--config-dir-path", "/opt/swell/git-credentials"]
    return Sidecar(command, environment())
