"""The programs that a render calls: Helm, or several of them, and git and ssh for sources."""

import os
import re
import shutil
from collections.abc import Iterator

from cmp.doctor.model import Setup, Told
from cmp.errors import CommandError
from cmp.helm import program, versions

OLDEST = (3, 16)  # the first that can leave out a chart's schema, which `swell why` needs
_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)\S*")


def helm(setup: Setup) -> Iterator[Told]:
    """Tell of the Helm that everybody gets."""
    try:
        path = program.find(setup.environ)
    except CommandError as problem:
        yield Told.of(problem, "helm")
        return
    yield _judged(setup, "helm", path)


def helms(setup: Setup) -> Iterator[Told]:
    """Tell of the Helms that an application may ask for."""
    folder = versions.folder(setup.environ)
    there = versions.there(folder)
    if setup.environ.get("SWELL_HELMS") and not there:
        text = f"SWELL_HELMS is {folder}, which holds none"
        yield Told(thing="helms", text=text, cure="put them there as helm-v3 and helm-v4, or unset it")
    for numbers, path in sorted(there.items()):
        yield _judged(setup, "helms", path, numbers)


def git(setup: Setup) -> Iterator[Told]:
    """Tell of git."""
    yield _optional(setup, "git", "--version", "sources from git need it")


def ssh(setup: Setup) -> Iterator[Told]:
    """Tell of ssh."""
    yield _optional(setup, "ssh", "-V", "sources from git over ssh need it")


def _judged(setup: Setup, thing: str, path: str, called: tuple[int, ...] = ()) -> Told:
    """Tell of one Helm: how old it is, and whether it is the version that its file is called after."""
    well, said = _said(setup, path, "version", "--template", "{{.Version}}")
    found = _VERSION.fullmatch(said) if well else None
    if not found:
        text = f"{path} does not say which version it is: {said}"
        return Told(thing=thing, text=text, cure="put a Helm in its place")
    numbers = tuple(map(int, found.groups()))
    if numbers < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        return Told(thing=thing, text=f"{path} is {found[0]}, too old", cure=f"install Helm {wanted} or newer")
    if numbers[: len(called)] != called:
        return Told(thing=thing, text=f"{path} is {found[0]}", cure="give it the name of its version")
    return Told(thing=thing, text=f"{found[0]}, {path}")


def _optional(setup: Setup, name: str, flag: str, need: str) -> Told:
    path = shutil.which(name, path=setup.environ.get("PATH", os.defpath))
    if not path:
        return Told(thing=name, text=f"is not here; only {need}")
    well, said = _said(setup, path, flag)
    if not well:
        return Told(thing=name, text=f"{path} fails: {said}", cure=f"correct that, or install {name} anew")
    return Told(thing=name, text=f"{said.removeprefix('git version ').partition(',')[0]}, {path}")


def _said(setup: Setup, *argv: str) -> tuple[bool, str]:
    """Return whether a program succeeds, and the first line that it prints."""
    try:
        ended = setup.run(argv)
    except CommandError as problem:
        return False, problem.message
    lines = (ended.stdout or ended.stderr).decode(errors="replace").splitlines()
    return not ended.status, lines[0].strip()[:100] if lines else f"status {ended.status}"
