"""Writing two revisions of a git repository into folders, without touching its index or its work tree."""

import os
import re
import shutil
from collections.abc import Mapping

from cmp.errors import CommandError, RequestError
from cmp.settings import Settings
from cmp.system import process
from cmp.system.files import is_there

_SECONDS = 300
_ADDRESS = re.compile(r"(?:\w+://)?(?:[^/@]*@)?([^/:]+)(?::\d+(?=/))?[/:](.*?)/*(?:\.git)?/*")


class Repository:
    """The git repository that contains a folder."""

    def __init__(self, folder: str, *, settings: Settings) -> None:
        """Find the repository.

        Raises:
            CommandError: there is no git, or none of its repositories here.
        """
        self._variables = settings.variables
        self._program = shutil.which("git", path=settings.path) or ""
        if not self._program:
            raise CommandError("git is not on PATH", fix="install it, or name its folder in PATH")
        self.top = ""
        self.top = os.path.realpath(self._git("-C", folder, "rev-parse", "--show-toplevel").strip())

    def ends(self, span: str) -> tuple[str, str]:
        """Return the two commits of a range `A..B`.

        Raises:
            RequestError: it is not a range, or a commit does not exist.
        """
        before, dots, after = span.partition("..")
        if not dots or not before or not after or after.startswith("."):
            raise RequestError(f"--changed: {span!r} names no two revisions", fix="say it as HEAD~1..HEAD")
        return self._commit(before), self._commit(after)

    def lay(self, commit: str, folder: str) -> None:
        """Write all files of a commit into a folder, and make that folder the root of a git repository."""
        index = {"GIT_INDEX_FILE": f"{folder}.index"}
        self._git("-C", self.top, "read-tree", commit, more=index)
        self._git("-C", self.top, "checkout-index", "--all", f"--prefix={folder}/", more=index)
        os.makedirs(os.path.join(folder, ".git"), exist_ok=True)

    def touched(self, before: str, after: str) -> list[str]:
        """Return the changed files that still exist, by their paths below the repository's root."""
        names = self._git("-C", self.top, "diff", "--name-only", "--diff-filter=d", "--no-renames", "-z", before, after)
        return [name for name in names.split("\0") if name]

    def _commit(self, revision: str) -> str:
        try:
            words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            return self._git("-C", self.top, *words).strip()
        except CommandError:
            fix = "fetch it: a pipeline's checkout often has the last commit alone (fetch-depth: 0)"
            raise RequestError(f"--changed: there is no revision {revision} here", fix=fix) from None

    def remotes(self, folder: str) -> frozenset[str]:
        """Return the addresses of a checkout's remotes, none if the folder is not the root of a checkout."""
        if not is_there(inside := os.path.join(folder, ".git")):
            return frozenset()
        try:
            told = self._git(f"--git-dir={inside}", "config", "--local", "--get-regexp", r"^remote\..*\.url$")
        except CommandError:
            return frozenset()
        return frozenset(address(line.partition(" ")[2]) for line in told.splitlines())

    def _git(self, *words: str, more: Mapping[str, str] | None = None) -> str:
        running = process.start([self._program, *words], env={**self._variables, **(more or {})})
        finished = process.finish(running, deadline=process.Deadline.after(_SECONDS))
        if finished.status:
            said = finished.stderr.decode(errors="replace").strip().partition("\n")[0]
            raise CommandError(
                f"git {words[2]} failed: {said or finished.status}", fix="run it there by hand, or fetch what it misses"
            )
        return finished.stdout.decode(errors="surrogateescape")


def address(url: str) -> str:
    """Return a repository's address in one form for all spellings: over ssh or https, with .git or without."""
    found = _ADDRESS.fullmatch(url)
    return "/".join(found.groups()).lower() if found else url
