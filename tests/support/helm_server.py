"""A resident Helm in tests: asked directly, and beside it the program `helm`, called with the very same arguments."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from programs import TOP

from cmp.helm.resident import FIRST_FILE, Asked, ask
from cmp.settings import Settings
from cmp.system import process
from cmp.system.process import Deadline, Finished

FOLDER = TOP / ".venv/resident"
HELM, PROGRAM = FOLDER / "helm", FOLDER / "swell-helm"
_SECONDS = 50


class HelmServer(NamedTuple):
    """A folder of places, the variables of a machine, and a program that stays in the place of the Helm beside it."""

    folder: Path
    variables: dict[str, str]
    program: Path = PROGRAM

    def ask(self, *arguments: str, files: tuple[bytes, ...] = (), places: int = 1) -> Asked:
        """Ask for a render, which must be taken."""
        held = [os.open(os.devnull, os.O_RDONLY), *map(process.scratch, files)]
        try:
            env = Settings.read(self.variables).for_helm_server
            asked = ask(str(self.program), arguments, held, env, (str(self.folder), places))
        finally:
            for descriptor in held:
                os.close(descriptor)
        assert asked
        return asked

    def asked(self, *arguments: str, files: tuple[bytes, ...] = ()) -> Finished:
        """Return how a render ends."""
        return process.finish(self.ask(*arguments, files=files), deadline=Deadline.after(_SECONDS))

    def bare(self, *arguments: str, files: tuple[bytes, ...] = ()) -> Finished:
        """Return how `helm` itself ends; it sees the files by the same names."""
        numbers = range(FIRST_FILE, FIRST_FILE + len(files))
        for number, content in zip(numbers, files, strict=True):
            file = process.scratch(content)
            os.dup2(file, number)
            os.close(file)
        try:
            started = process.start((str(HELM), *arguments), env=Settings.read(self.variables).for_helm)
        finally:
            for number in numbers:
                os.close(number)
        return process.finish(started, deadline=Deadline.after(_SECONDS))

    def pids(self) -> list[int]:
        """Return the processes that were started."""
        return [int(lock.read_text()) for lock in sorted(self.folder.rglob("helm-*.lock"))]


def programs() -> None:
    """Skip the test where there is no resident Helm; CI has one."""
    if not PROGRAM.exists():
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(f"{PROGRAM.relative_to(TOP)} is missing: `make helms` builds it, which needs Go")


@contextmanager
def helm_server(folder: Path) -> Iterator[HelmServer]:
    """Make a folder of places; at the end no process of it is left."""
    programs()
    folder.mkdir(mode=0o700)
    server = HelmServer(folder, {"PATH": os.defpath, "HOME": str(folder / "home")})
    try:
        yield server
    finally:
        for pid in server.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(folder)
