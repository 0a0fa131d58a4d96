"""Writing the files of a commit into a folder: no program runs for that, and what is not there as usual is told.

Attributes of files are a part of a commit, so that it chooses which filters git runs, among those that are configured.
"""

import os
from collections.abc import Iterator, Sequence
from functools import partial

from cmp.errors import CommandError
from cmp.fleet.git_revisions import Repository
from cmp.sources.model import DEEPEST
from cmp.text import among, count
from cmp.value import Value

_SUBMODULE = "160000"  # the mode of its entry
_RUN = ("smudge", "process", "required")
_NOTHING = "SWELL_NOTHING"
_SHOWN = 5  # names in a sentence


class Laid(Value):
    """What is not as usual in the folder of a commit, by paths below the repository's root.

    `submodules` are empty there, `stored` are files as git stores them, which a filter would have changed. `sparse`
    tells whether the checkout leaves files out that the folder has.
    """

    submodules: tuple[str, ...]
    stored: tuple[str, ...]
    sparse: bool

    def told(self, name: str) -> list[str]:
        """Return a sentence for each thing, with the name of the commit for people."""
        said = []
        if self.submodules:
            said.append(f"the folders of submodules are empty in {name}: {_some(self.submodules)}")
        if self.stored:
            as_stored = f"git's filters were not run for {name}, which has these files as git stores them"
            said.append(f"{as_stored}: {_some(self.stored)}")
        if self.sparse:
            said.append(f"this checkout is sparse: what it leaves out is in {name}, and not in the working tree")
        return said


def lay(repository: Repository, commit: str, folder: str) -> Laid:
    """Write all files of a commit into a folder, make that the root of a git repository, and return what is unusual.

    Line ends and encodings are as in a checkout; that needs no program.

    Raises:
        CommandError: git fails, or folders are nested so deep that the copy could not be removed.
    """
    configured = repository.git("config", "--null", "--list", "--name-only").split("\0")
    filters = sorted({name.partition(".")[2].rpartition(".")[0] for name in configured if _runs(name)})
    unset = [f"--config-env=filter.{name}.{key}={_NOTHING}" for name in filters for key in _RUN]
    git = partial(repository.git, options=unset, more={"GIT_INDEX_FILE": f"{folder}.index", _NOTHING: ""})
    git("read-tree", commit)
    entries = [line.partition("\t")[::2] for line in git("ls-files", "--stage", "-z").split("\0") if line]
    if any(path.count("/") > DEEPEST for _, path in entries):
        raise CommandError(f"{commit} has files in more than {DEEPEST} nested folders", fix="move what is so deep")
    git("checkout-index", "--all", f"--prefix={folder}/")
    os.makedirs(os.path.join(folder, ".git"), exist_ok=True)
    paths = "".join(f"{path}\0" for _, path in entries)
    attributes = git("check-attr", "--cached", "-z", "--stdin", "filter", stdin=paths) if filters else ""
    return Laid(
        submodules=tuple(path for words, path in entries if words.startswith(_SUBMODULE)),
        stored=tuple(_filtered(attributes.split("\0"), filters)),
        sparse=repository.is_sparse,
    )


def _runs(name: str) -> bool:
    """Tell whether a setting, in git's own spelling, may let git run a filter."""
    section, _, rest = name.partition(".")
    return section == "filter" and rest.rpartition(".")[2] in _RUN and "." in rest


def _filtered(answer: Sequence[str], filters: Sequence[str]) -> Iterator[str]:
    """Yield the paths of git's answer, which is a path, `filter` and its value by turns, that go through a filter."""
    for path, value in zip(answer[::3], answer[2::3], strict=False):
        if value in filters:
            yield path


def _some(paths: Sequence[str]) -> str:
    """Return the first of some paths, and how many there are more."""
    more = len(paths) - _SHOWN
    return among([*paths[:_SHOWN], count(more, "other")]) if more > 0 else ", ".join(paths)
