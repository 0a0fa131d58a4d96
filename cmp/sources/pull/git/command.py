"""Running git up to the deadline and within the bounds, and the bare repositories that it fetches commits into."""

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
from cmp.sources.pull.git.faults import explained, of_disk
from cmp.sources.pull.git.route import Route, route
from cmp.sources.pull.git.settings import environment, options
from cmp.sources.pull.location import Location
from cmp.system import process
from cmp.system.reaper import REAPER
from cmp.value import Value


class Git(Value):
    """Runs git for a location, with its environment and a bare repository to work in.

    Without one, git runs outside any repository: the one around the working directory is the application's, whose
    configuration may name programs to run.
    """

    source: Source
    location: Location
    pulling: Pulling
    folder: str = ""

    def call(self, *arguments: str, does: str, stdin: str | None = None) -> bytes:
        """Return git's output.

        Raises:
            PullError: git failed, or the deadline passed.
        """
        ends: list[process.Finished] = []
        out = b"".join(self.output(*arguments, does=does, stdin=stdin, tell=ends))
        self.succeeded(ends[0])
        return out

    def succeeded(self, finished: process.Finished) -> None:
        """Raise the error that explains a failure, if git failed; OSError where the disk was at fault."""
        if finished.status:
            if problem := of_disk(finished, self.folder):
                raise problem
            settings = self.pulling.settings
            tried = self.location.scheme != "ssh" and in_netrc(self.location.host, settings.variables) is not None
            raise explained(finished, self.source, self.location, secrets(self.location, settings), in_netrc=tried)

    def output(
        self, *arguments: str, does: str, stdin: str | None = None, tell: list[process.Finished]
    ) -> Generator[bytes, None, None]:
        """Yield git's output, and check how git ended; `does` names the step in an error about the deadline."""
        files = granted(self.location.host, self.pulling)
        where = f"--git-dir={self.folder or os.devnull}"
        way = self._route() if arguments[0] in _ASKING else Route()
        argv = (_program(self.pulling.settings), *options(self.location, files, self.pulling, way), where, *arguments)
        question = None if stdin is None else process.scratch(stdin.encode())
        try:
            running = process.start(
                argv, env=environment(self.location, files, self.pulling, way), stdin=question, group=True
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

    def _route(self) -> Route:
        return route(self.source, self.location, self.pulling, has_proxy=self._has_proxy)

    def _has_proxy(self) -> bool:
        with suppress(PullError):
            return bool(self.call("config", "--get-urlmatch", "http.proxy", self.location.url, does="config").strip())
        return False

    def _bound(self, running: process.Running) -> None:
        """Limit the size of each file that git writes, well above the source's bounds: a pack also holds history."""
        if hasattr(resource, "prlimit"):
            most = 4 * self.pulling.bounds.bytes + (1 << 20)
            with suppress(OSError, ValueError):  # a lower limit holds already
                resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (most, most))


def _program(settings: Settings) -> str:
    from shutil import which

    if path := which("git", path=settings.path):
        return path
    raise PullError("git is missing", fix="install it in the sidecar's image")


_ASKING = ("fetch", "ls-remote")
"""The commands that ask a server."""

FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
EVERYTHING = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
"""All branches and tags."""


def begun(git: Git, folder: str) -> Git:
    """Return the same git with a new bare repository."""
    bare = git.replace(folder=folder)
    bare.call("init", "--quiet", "--bare", "--template=", does="init")
    return bare


@contextmanager
def passing(git: Git) -> Iterator[Git]:
    """Create a bare repository for a `with`, and remove it afterwards."""
    temporary = git.pulling.settings.temporary
    try:
        made = tempfile.TemporaryDirectory(dir=temporary.path, prefix="swell-")
    except OSError as problem:
        raise temporary.refusal(problem, what="a temporary folder") from None
    with made as folder:
        REAPER.folder(folder)
        try:
            yield begun(git, folder)
        except OSError as problem:
            raise temporary.refusal(problem, what=f"what git asks {git.location.host} for") from None
