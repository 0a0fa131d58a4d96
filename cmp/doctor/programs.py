"""The programs that a render calls: Helm, or several of them, and git and ssh for sources."""

import os
import re
import shutil
from collections.abc import Iterator

from cmp.doctor.model import Result, Setup
from cmp.errors import CommandError
from cmp.helm import versions
from cmp.helm.runtime import beside, find

OLDEST = (3, 16)  # the first that can leave out a chart's schema, which `swell why` needs
_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)\S*")


def helm(setup: Setup) -> Iterator[Result]:
    """Yield whether Helm runs, and is 3.16 or newer."""
    try:
        path = find(setup.settings)
    except CommandError as problem:
        yield Result.of(problem, "helm")
        return
    yield _judged(setup, "helm", path)


def helms(setup: Setup) -> Iterator[Result]:
    """Yield whether each Helm of SWELL_HELMS is what its name says."""
    folder = versions.folder(setup.settings)
    there = versions.there(folder)
    if setup.settings.helms and not there:
        text = f"SWELL_HELMS is {folder}, which holds none"
        yield Result(thing="helms", text=text, fix="put them there as helm-v3 and helm-v4, or unset it")
    for numbers, path in sorted(there.items()):
        yield _judged(setup, "helms", path, numbers)


def git(setup: Setup) -> Iterator[Result]:
    """Yield whether git is there; only sources need it."""
    yield _optional(setup, "git", "--version", "sources from git need it")


def ssh(setup: Setup) -> Iterator[Result]:
    """Yield whether ssh is there; only sources need it."""
    yield _optional(setup, "ssh", "-V", "sources from git over ssh need it")


def helm_version(setup: Setup) -> tuple[int, ...]:
    """Return the version of the Helm of all applications that ask for no other, () where it can't be told."""
    try:
        path = find(setup.settings)
    except CommandError:
        return ()
    found = _version(setup, path)[0]
    return tuple(map(int, found.groups())) if found else ()


def _version(setup: Setup, path: str) -> tuple[re.Match[str] | None, str]:
    """Return the version that a Helm prints, None where it prints none, and what it says."""
    well, said = _said(setup, path, "version", "--template", "{{.Version}}")
    return _VERSION.fullmatch(said) if well else None, said


def _judged(setup: Setup, thing: str, path: str, called: tuple[int, ...] = ()) -> Result:
    """Return the result for one Helm: whether it is too old, and whether its version is the one in its file's name."""
    found, said = _version(setup, path)
    if not found:
        text = f"{path} does not say which version it is: {said}"
        return Result(thing=thing, text=text, fix="put a Helm in its place")
    numbers = tuple(map(int, found.groups()))
    if numbers < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        return Result(thing=thing, text=f"{path} is {found[0]}, too old", fix=f"install Helm {wanted} or newer")
    if numbers[: len(called)] != called:
        return Result(thing=thing, text=f"{path} is {found[0]}", fix="give it the name of its version")
    text = f"{found[0]}, {path}"
    if not (resident := beside(path)):
        return Result(thing=thing, text=text)
    if not setup.settings.helm_server:
        return Result(thing=thing, text=f"{text}, started for each render, since SWELL_HELM_SERVER is off")
    return _staying(setup, thing, text, (resident, path))


def _staying(setup: Setup, thing: str, text: str, programs: tuple[str, str]) -> Result:
    """Return the result for a resident program and its Helm: whether both say the same of themselves."""
    (resident, _), (said, own) = programs, (_said(setup, program, "version")[1] for program in programs)
    if said != own:
        text = f"{text}, is started for each render: it says {own}, and {resident} {said}"
        return Result(thing=thing, text=text, fix="take the swell-helm of that Helm, or set SWELL_HELM_SERVER to off")
    return Result(thing=thing, text=f"{text}, and it stays for the next render ({os.path.basename(resident)})")


def _optional(setup: Setup, name: str, flag: str, need: str) -> Result:
    path = shutil.which(name, path=setup.settings.path)
    if not path:
        return Result(thing=name, text=f"is not here; only {need}")
    well, said = _said(setup, path, flag)
    if not well:
        return Result(thing=name, text=f"{path} fails: {said}", fix=f"correct that, or install {name} again")
    return Result(thing=name, text=f"{said.removeprefix('git version ').partition(',')[0]}, {path}")


def _said(setup: Setup, *argv: str) -> tuple[bool, str]:
    """Return whether a program succeeds, and the first line that it prints."""
    try:
        ended = setup.run(argv)
    except CommandError as problem:
        return False, problem.message
    lines = (ended.stdout or ended.stderr).decode(errors="replace").splitlines()
    return not ended.status, lines[0].strip()[:200] if lines else f"status {ended.status}"
