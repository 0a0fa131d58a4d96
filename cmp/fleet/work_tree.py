"""The repository that a git generator of an ApplicationSet reads: the work tree that the ApplicationSet lies in."""

import os
from collections.abc import Callable, Iterator

from cmp.applicationset.model import Tree
from cmp.errors import RequestError, SourceError, SwellError
from cmp.fleet.git_revisions import Repository, address
from cmp.request.application import upwards
from cmp.settings import Settings
from cmp.system.files import has_entry, is_folder, is_there, read
from cmp.system.walk import each_folder

_GLOBBING = "ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_NEW_GIT_FILE_GLOBBING"
_ON = ("1", "t", "T", "true", "TRUE", "True")  # strconv.ParseBool
_MOST = 500_000


def top_of(file: str) -> str:
    """Return the root of the repository of a file: the folder with a .git, else this one, else that of the file."""
    *_, highest = upwards(file)
    here = os.path.realpath(".")
    if is_there(os.path.join(highest, ".git")):
        return highest
    folder = os.path.dirname(os.path.realpath(file))
    return here if f"{folder}/".startswith(f"{here}/") else folder


def work_tree(top: str, *, settings: Settings, note: Callable[[str], None]) -> Tree:
    """Return the repository with a root; `note` is called with the real path of each file that is read.

    Files that git leaves alone (.gitignore) are none of it. A folder without git counts as a whole.

    Raises:
        RequestError: it has more files than Swell looks at.
    """
    files, remotes = _files(top, settings)

    def text(path: str) -> str:
        real = os.path.realpath(os.path.join(top, path))
        if not real.startswith(f"{top}/"):
            raise SourceError(
                f"{path} is a link that leads out of the repository", fix="put the file itself into the repository"
            )
        note(real)
        return read(real, shown=path)

    def refuse_other(url: str) -> None:
        if remotes and address(url) not in remotes:
            raise RequestError(
                "its git generator reads another repository: its repoURL is no remote of the one here (git remote -v)",
                fix="check that repository out, and name its folder behind the file: swell plan --app FILE FOLDER",
            )

    globs = settings.variables.get(_GLOBBING, "") in _ON
    return Tree(files=tuple(sorted(files)), read=text, refuse_other=refuse_other, globs=globs)


def _files(top: str, settings: Settings) -> tuple[list[str], frozenset[str]]:
    """Return the files of a repository, those of repositories in it included, and the addresses of its remotes."""
    listed, remotes = list[str](), frozenset[str]()
    try:
        repository = Repository(top, settings=settings)
        if repository.top == top:
            remotes, listed = repository.remotes(top), repository.files()
    except SwellError:  # no git, or none here
        pass
    files = list[str]()
    for path in listed or [""]:
        whole = os.path.join(top, path)
        below = is_folder(whole) and not os.path.islink(whole)
        files += _below(top, path) if below else [path]
        if len(files) > _MOST:
            raise RequestError(f"{top} has more than {_MOST} files", fix="name a folder below it as the checkout")
    return files, remotes


def _below(top: str, path: str) -> Iterator[str]:
    for folder, folders, names in each_folder(os.path.join(top, path)):
        folders[:] = sorted(name for name in folders if name != ".git")
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in (*names, *links):
            if name != ".git" and has_entry(whole := os.path.join(folder, name)):
                yield os.path.relpath(whole, top)
