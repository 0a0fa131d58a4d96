"""What git tells of a checkout and its revisions; its index and its work tree are not touched."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from cmp.errors import CommandError, RequestError, SwellError
from cmp.request.checkout import leads_out
from cmp.settings import Settings
from cmp.system import process
from cmp.system.files import has_entry, is_there
from cmp.text import nearest

_SECONDS = 300
_UNMOVED = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
"""The options with which git reads no repository that lies among the files of another, and starts no hook."""
_ADDRESS = re.compile(r"(?:\w+://)?(?:[^/@]*@)?([^/:]+)(?::\d+(?=/))?[/:](.*)")


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
        self.top = checkout_of(folder)
        self.git("rev-parse", "--git-dir")

    def ends(self, span: str) -> tuple[str, str]:
        """Return the two commits of a range `A..B`.

        Raises:
            RequestError: it is not a range, or a commit does not exist.
        """
        before, dots, after = span.partition("..")
        if not dots or not before or not after or after.startswith("."):
            raise RequestError(f"--changed: {span!r} names no two revisions", fix="say it as HEAD~1..HEAD")
        return self.commit(before), self.commit(after)

    def merge_base(self, revision: str) -> str:
        """Return the newest commit that a revision and HEAD both come from.

        Raises:
            RequestError: there is no such revision, or no such commit.
        """
        commit = self.commit(revision, option="--base")
        try:
            return self.git("merge-base", commit, "HEAD").strip()
        except CommandError:
            raise RequestError(
                f"--base: {revision} and HEAD have no commit in common here",
                fix="fetch more of both: a pipeline's checkout often has the last commit alone (fetch-depth: 0)",
            ) from None

    def files(self) -> list[str]:
        """Return the files of the work tree by their paths, as a commit of all of it would have them."""
        names = self.git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate").split("\0")
        return [name for name in names if name and has_entry(os.path.join(self.top, name))]

    def ignored(self) -> frozenset[str]:
        """Return what git leaves alone in the work tree (.gitignore): a folder of which it takes nothing, or a file."""
        names = self.git("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory").split("\0")
        return frozenset(name.rstrip("/") for name in names if name)

    def touched(self, before: str, after: str) -> list[str]:
        """Return the changed files that still exist, by their paths below the repository's root."""
        names = self.git("diff", "--name-only", "--diff-filter=d", "--no-renames", "-z", before, after)
        return [name for name in names.split("\0") if name]

    def commit(self, revision: str, *, option: str = "--changed") -> str:
        """Return the commit of a revision.

        Raises:
            RequestError: there is none; the error names the `option` that asks for it.
        """
        try:
            words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            found = self.git(*words).strip()
        except CommandError:
            raise self._unknown(revision, option) from None
        if not found.isalnum():  # ^REVISION is what does not come from it
            raise self._unknown(revision, option)
        return found

    def _unknown(self, revision: str, option: str) -> RequestError:
        """Return the error for a revision that is not here."""
        try:
            self.git("rev-parse", "--verify", "--quiet", "HEAD")
        except CommandError:
            return RequestError(f"{option}: there is no commit here yet", fix="commit something first: git commit")
        names = self.git("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
        close = nearest(revision, ["HEAD", *names.split()])
        fetch = "fetch it: a pipeline's checkout often has the last commit alone (fetch-depth: 0)"
        said = f"{option}: there is no revision {revision} here"
        if os.path.isdir(revision):
            return RequestError(said, here=f"{revision} is a folder", fix=f"name a revision: {option} origin/main")
        return RequestError(
            said, here=f"nearest: {close}" if close else "", fix="correct it; or " * bool(close) + fetch
        )

    def remotes(self, folder: str) -> frozenset[str]:
        """Return the addresses of a checkout's remotes, none if the folder is not the root of a checkout."""
        if not is_there(inside := os.path.join(folder, ".git")):
            return frozenset()
        try:
            words = ("config", "--local", "--get-regexp", r"^remote\..*\.url$")
            told = self.git(*words, options=[f"--git-dir={inside}"])
        except CommandError:
            return frozenset()
        return frozenset(address(line.partition(" ")[2]) for line in told.splitlines())

    @property
    def origin(self) -> str:
        """The address that this checkout was cloned from, without a login of http; "" if there is none."""
        try:
            said = self.git("config", "--local", "--get", "remote.origin.url").strip()
        except CommandError:
            return ""
        scheme, found, rest = said.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}" if found and scheme.startswith("http") else said

    @property
    def is_sparse(self) -> bool:
        """Whether the checkout leaves out files of its commit."""
        return self.git("config", "--type=bool", "--default=false", "core.sparseCheckout").strip() == "true"

    def git(
        self, *words: str, options: Sequence[str] = (), more: Mapping[str, str] | None = None, stdin: str = ""
    ) -> str:
        """Return what git prints for a command in this checkout.

        Args:
            words: the command and its arguments.
            options: git's own, before the command.
            more: variables beside those of the caller.
            stdin: what it reads, nothing where this is empty.

        Raises:
            CommandError: it fails, or takes too long.
        """
        argv = [self._program, *_UNMOVED, "-C", self.top, *options, *words]
        asked = process.scratch(stdin.encode(errors="surrogateescape")) if stdin else None
        try:
            running = process.start(argv, env={**self._variables, **(more or {})}, stdin=asked)
            finished = process.finish(running, deadline=process.Deadline.after(_SECONDS))
        finally:
            if asked is not None:
                os.close(asked)
        if finished.status:
            said = finished.stderr.decode(errors="replace").strip().partition("\n")[0]
            raise CommandError(
                f"git {words[0]} failed: {said or finished.status}", fix="run it there by hand, or fetch what it misses"
            )
        return finished.stdout.decode(errors="surrogateescape")


def checkout_of(folder: str) -> str:
    """Return the root of the checkout that contains a folder: the nearest one upwards that has a .git.

    Git itself would take a folder of the checkout for a repository if it looks like one, and start what its
    configuration names. No commit can hold a .git.

    Raises:
        CommandError: there is none, or a link in one checkout leads to it.
    """
    if leads_out(folder):
        raise CommandError("this leads out of the repository", where=folder, fix="name a folder that lies in it")
    top = os.path.realpath(folder)
    while not is_there(os.path.join(top, ".git")):
        if top == (top := os.path.dirname(top)):
            raise CommandError("this is no checkout of git", where=folder, fix="run it in one, or name a folder in one")
    return top


def address(url: str) -> str:
    """Return a repository's address in one form for all spellings: over ssh or https, with .git or without."""
    found = _ADDRESS.fullmatch(url)
    if not found:
        return url
    host, path = found.groups()
    return f"{host}/{path.rstrip('/').removesuffix('.git').rstrip('/')}".lower()


@contextmanager
def without_trees(*trees: str) -> Iterator[None]:
    """Show paths in errors as they are in the repository: the temporary folder of a revision is removed by then."""
    try:
        yield
    except SwellError as problem:
        for tree in trees:
            problem.message, problem.where = problem.message.replace(tree, ""), problem.where.replace(tree, "")
            problem.here, problem.fix = problem.here.replace(tree, ""), problem.fix.replace(tree, "")
        raise
