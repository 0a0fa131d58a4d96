"""Machines for `cmp.doctor` to look at, and what it tells of them."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from programs import helm

from cmp.doctor import programs
from cmp.doctor.model import Result, Setup
from cmp.doctor.registry import CHECKS
from cmp.request.model import from_environment
from cmp.settings import Settings
from cmp.system.process import Deadline, Finished, finish, start

SECRET = "hunter2-hunter2"  # noqa: S105  (planted)
LOGIN = f"reader:{SECRET}"
KEY = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{SECRET}\n-----END OPENSSH PRIVATE KEY-----\n"
ONE_HOST = "apiVersion: swell/v1\nsources: {allow: ['https://git.example.com/*']}\n"
_APP = "apiVersion: swell/v1\nlock: floating\nsources: {{web: {{git: '{url}', revision: {revision}}}}}\n"
_SECONDS, _ALL = 5, 60
_PROGRAMS = (programs.helm, programs.helms, programs.git, programs.ssh)
"""The checks that start programs whatever is wrong: a test that is about none of those leaves them out."""


def variables(home: Path, **environ: str) -> dict[str, str]:
    """Return the variables of a machine with an empty home."""
    (home / "home").mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home / "home"), "SWELL_HELM": str(helm())} | environ


def setup(home: Path, *, folder: Path | None = None, named: bool = True, sidecar: str = "", **environ: str) -> Setup:
    """Return a machine with an empty home.

    Args:
        home: where all that the machine has lies.
        folder: the application's folder; where it is not given, a chart is made in `home`.
        named: whether the user named that folder.
        sidecar: argocd-cmp-server's folder.
        environ: more variables.
    """
    found = variables(home, **environ)

    def run(argv: Sequence[str]) -> Finished:
        return finish(start(argv, env=found, group=True), deadline=Deadline.after(_SECONDS))

    request = from_environment(found, folder=str(folder or chart(home)))
    return Setup(
        settings=Settings.read(found),
        user=os.getuid(),
        home=sidecar,
        request=request,
        named=named,
        run=run,
        deadline=Deadline.after(_ALL),
    )


def chart(home: Path) -> Path:
    """Return the folder `app` with a chart in it."""
    (home / "app").mkdir(exist_ok=True)
    (home / "app/Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    return home / "app"


def told(machine: Setup, *, of_programs: bool = False) -> tuple[Result, ...]:
    """Return all that is told, in which no secret may be."""
    checks = (check for check in CHECKS if of_programs or check not in _PROGRAMS)
    found = tuple(result for check in checks for result in check(machine))
    assert not [result for result in found if SECRET in f"{result.thing} {result.text} {result.fix}"]
    return found


def wrong(machine: Setup, *, of_programs: bool = False) -> Result:
    """Return the one thing that is wrong."""
    (ill,) = (result for result in told(machine, of_programs=of_programs) if result.fix)
    return ill


def well(machine: Setup, thing: str) -> list[str]:
    """Return what is told of a thing, where nothing may be wrong."""
    found = told(machine)
    assert not [result for result in found if result.fix]
    return [result.text for result in found if result.thing == thing]


def declare(home: Path, url: str, revision: str = "main") -> None:
    """Let the application declare a source."""
    (home / "app").mkdir(exist_ok=True)
    (home / "app/swell.yaml").write_text(_APP.format(url=url, revision=revision))


def new_key(path: Path, passphrase: str = "") -> None:
    """Make an ssh key, and its public half beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", path], check=True)


HEAD = 18  # characters of a line of doctor before the text of a result


def unwrapped(text: str) -> list[str]:
    """Return the lines with those that they were broken into joined again."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("      ") and lines:
            lines[-1] = f"{lines[-1]:<{HEAD}}{' ' * (2 if len(lines[-1]) < HEAD else 1)}{line.strip()}"
        else:
            lines.append(line)
    return lines
