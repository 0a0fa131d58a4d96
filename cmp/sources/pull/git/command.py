"""Calling git, until the deadline and no further than the bounds; the bare repositories that it brings commits into."""

import os
import resource
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress

from cmp.errors import CommandError, LateError, PullError
from cmp.settings import Settings
from cmp.sources.model import Pulling, Source
from cmp.sources.pull.credentials.logins import in_netrc
from cmp.sources.pull.credentials.mounted import granted, secrets
from cmp.sources.pull.faults import late
from cmp.sources.pull.git.faults import explained
from cmp.sources.pull.git.settings import environment, options
from cmp.sources.pull.location import Location
from cmp.system import process
from cmp.system.reaper import REAPER
from cmp.value import Value


class Git(Value):
    """A place to call git for, with the environment that it gets and the bare repository that it works in.

    With none it works outside any: the one around the working directory is the application's, whose configuration may
    name programs to run.
    """

    source: Source
    location: Location
    pulling: Pulling
    folder: str = ""

    def call(self, *arguments: str, does: str, stdin: str | None = None) -> bytes:
        """Return what git prints.

        Raises:
            PullError: it failed, or the deadline came.
        """
        ends: list[process.Finished] = []
        out = b"".join(self.output(*arguments, does=does, stdin=stdin, tell=ends))
        self.succeeded(ends[0])
        return out

    def succeeded(self, finished: process.Finished) -> None:
        """Raise what it means if git failed."""
        if finished.status:
            settings = self.pulling.settings
            tried = self.location.scheme != "ssh" and in_netrc(self.location.host, settings.variables) is not None
            raise explained(finished, self.source, self.location, secrets(self.location, settings), in_netrc=tried)

    def output(
        self, *arguments: str, does: str, stdin: str | None = None, tell: list[process.Finished]
    ) -> Generator[bytes, None, None]:
        """Yield what git prints, and tell how it ended; `does` is what a late git was doing."""
        files = granted(self.location.host, self.pulling)
        where = f"--git-dir={self.folder or os.devnull}"
        argv = (_program(self.pulling.settings), *options(self.location, files, self.pulling), where, *arguments)
        question = None if stdin is None else process.scratch(stdin.encode())
        try:
            running = process.start(
                argv, env=environment(self.location, files, self.pulling), stdin=question, group=True
            )
            self._bound(running)
            yield from process.output(running, deadline=self.pulling.deadline, tell=tell.append)
        except LateError:
            raise late(f"git {does}", self.source, self.pulling) from None
        except CommandError as problem:
            raise PullError(problem.message, where=self.source.alias, fix=problem.fix) from None
        finally:
            if question is not None:
                os.close(question)

    def _bound(self, running: process.Running) -> None:
        """Let no file of git's grow far beyond what the source may bring: what is sent is packed, but has a history."""
        if hasattr(resource, "prlimit"):
            most = 4 * self.pulling.bounds.bytes + (1 << 20)
            with suppress(OSError, ValueError):  # a lower limit holds already
                resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (most, most))


def _program(settings: Settings) -> str:
    from shutil import which

    if path := which("git", path=settings.path):
        return path
    raise PullError("git is missing", fix="install it in the sidecar's image")


FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
EVERYTHING = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
"""All branches and tags."""


def begun(git: Git, folder: str) -> Git:
    """Return the same for a new bare repository."""
    bare = git.replace(folder=folder)
    bare.call("init", "--quiet", "--bare", "--template=", does="init")
    return bare


@contextmanager
def passing(git: Git) -> Iterator[Git]:
    """Give a bare repository for a question, which is gone afterwards."""
    temporary = git.pulling.settings.temporary
    try:
        made = tempfile.TemporaryDirectory(dir=temporary.path, prefix="swell-")
    except OSError as problem:
        raise temporary.refusal(problem, what="a temporary folder") from None
    with made as folder:
        REAPER.folder(folder)
        yield begun(git, folder)
