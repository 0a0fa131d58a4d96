"""The files of another revision in a folder of their own, to render what it says beside what is there now."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from cmp.fleet.git_revisions import Repository, without_trees
from cmp.fleet.laid import lay
from cmp.settings import Settings
from cmp.value import Value

_SHORT = 7


class Tree(Value):
    """The files of a revision: `name` is its name for people, `top` the repository, `folder` the copy of that.

    `told` has a sentence for each thing that is not there as it would be in a checkout.
    """

    name: str
    top: str
    folder: str
    told: tuple[str, ...]

    def moved(self, path: str) -> str:
        """Return a path below the repository as it is in the copy; any other path, and an empty one, stays."""
        below = os.path.relpath(os.path.realpath(path), self.top) if path else ".."
        return path if below.partition("/")[0] == ".." else os.path.normpath(os.path.join(self.folder, below))


@contextmanager
def merge_base(revision: str, path: str, *, settings: Settings) -> Iterator[Tree]:
    """Give the files of the commit that a revision and HEAD both come from, of the repository that contains a path.

    So a review has what a branch changes, and nothing of what others have changed since. The copy is gone afterwards,
    and no error names it.

    Raises:
        RequestError: there is no such revision, or it has no commit in common with HEAD.
        CommandError: git fails, or the path is in no repository of it.
    """
    repository = Repository(path, settings=settings)
    with _laid(repository, repository.merge_base(revision), name=revision) as tree:
        yield tree


@contextmanager
def at_revision(revision: str, path: str, *, settings: Settings) -> Iterator[Tree]:
    """Give the files of a revision itself, of the repository that contains a path; the copy is gone afterwards, too.

    Raises:
        RequestError: there is no such revision.
        CommandError: git fails, or the path is in no repository of it.
    """
    repository = Repository(path, settings=settings)
    with _laid(repository, repository.commit(revision, option="--from"), name=revision) as tree:
        yield tree


@contextmanager
def _laid(repository: Repository, commit: str, *, name: str) -> Iterator[Tree]:
    with tempfile.TemporaryDirectory(prefix="swell-") as scratch:
        # an application without a name is called after its folder, and that may be the repository's
        folder = os.path.join(os.path.realpath(scratch), os.path.basename(repository.top))
        shown = f"{name} ({commit[:_SHORT]})"
        told = tuple(lay(repository, commit, folder).told(shown))
        with without_trees(f"{folder}/"):
            yield Tree(name=shown, top=repository.top, folder=folder, told=told)
