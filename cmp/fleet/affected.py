"""The workloads that read configuration which changed between two revisions of a repository."""

import os
import tempfile
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from cmp.config.environments import unknown
from cmp.errors import RequestError, SwellError
from cmp.fleet.applications import Search, deployed
from cmp.fleet.find import applications
from cmp.fleet.git_revisions import Repository, without_trees
from cmp.fleet.laid import lay
from cmp.fleet.left_out import left_out
from cmp.fleet.readers import Contents, Deployed, Reader, changed, contents, readers
from cmp.manifests.split import split
from cmp.model import Ref
from cmp.request.application import environment_named
from cmp.request.application_source import plugin_source
from cmp.request.checkout import read_within
from cmp.request.missing import missing
from cmp.settings import Settings
from cmp.system.files import is_file, is_there
from cmp.value import Value

_ENDINGS = (".yaml", ".yml", ".json")


class Affected(Value):
    """The readers of what changed, and how many ConfigMaps and Secrets did."""

    readers: tuple[Reader, ...]
    touched: int


class Wanted(Value):
    """Where to look: Applications or folders of them, checkouts of other repositories, and whose values count.

    `by_name` tells whether what belongs to none of the Applications counts for all that read an object of its name.
    """

    paths: tuple[str, ...]
    checkouts: tuple[str, ...] = ()
    environment: str = ""
    by_name: bool = False


def affected(span: str, wanted: Wanted, *, settings: Settings, note: Callable[[str], None]) -> Affected:
    """Return the readers of what changed between two revisions, `A..B`, of the working directory's repository.

    `note` is called with a sentence about each Application that could not be looked at, and so may be missing.

    Raises:
        SwellError: an Application can't be rendered, or a checkout is missing.
    """
    for path in (*wanted.paths, *wanted.checkouts):
        if not is_there(path):
            raise missing(path)
    repository = Repository(".", settings=settings)
    before, after = repository.ends(span)
    with tempfile.TemporaryDirectory(prefix="swell-") as scratch:
        old, new = (os.path.join(os.path.realpath(scratch), side) for side in ("before", "after"))
        for commit, tree, name in zip((before, after), (old, new), span.split("..", 1), strict=True):
            for sentence in lay(repository, commit, tree).told(name):
                note(sentence)
        with without_trees(f"{old}/", f"{new}/"):
            now, past = _searches(wanted, repository, (old, new), settings, note)
            apps = _moved(wanted.paths, repository.top, new)
            _refuse_unknown(wanted.environment, apps)
            left = list[str]()
            here = list(deployed(apps, now.replace(left_out=left.append)))
            if left:
                note(left_out(wanted.environment, left))
        there = _known(_moved(wanted.paths, repository.top, old, known=new), past, span, note)
        files = repository.touched(before, after)
        known = frozenset(one.folder for one in here)
        loose = [file for file in files if _is_loose(file, new, known)]
        loose = [file for file in loose if wanted.by_name or not _belongs_nowhere(file, new, note)]
        ours = [one for one in here if f"{one.folder}/".startswith(f"{new}/")]
        touched = changed({**contents(there), **_held(loose, old)}, {**contents(ours), **_held(loose, new)})
    return Affected(readers=tuple(readers(here, touched, frozenset(files))), touched=len(touched))


def _searches(
    wanted: Wanted, repository: Repository, trees: tuple[str, str], settings: Settings, note: Callable[[str], None]
) -> tuple[Search, Search]:
    """Return the searches of the newer and of the older revision, whose trees are given older first."""
    own = repository.remotes(repository.top)
    there, here = (
        (*_moved(wanted.checkouts, repository.top, tree, known=trees[1]), *((tree,) if own else ())) for tree in trees
    )
    now = Search(
        checkouts=here,
        environment=wanted.environment,
        settings=settings,
        remotes={folder: repository.remotes(folder) for folder in (*there, *here)} | dict.fromkeys(trees, own),
        left_out=lambda _: None,
        skipped=lambda name: note(f"Application/{name} is not rendered by Swell, and was not looked at"),
        own=own,
    )
    return now, now.replace(checkouts=there, within=trees[0])


def _refuse_unknown(environment: str, paths: Sequence[str]) -> None:
    """Refuse an environment if none of the Applications that Swell renders belongs to it.

    Raises:
        SourceError: the environment is unknown, most likely misspelt.
    """
    named = set()
    for file, application in (one for path in paths if environment for one in applications(path)):
        with suppress(RequestError):  # not rendered by Swell
            plugin_source(application.get("spec") or {}, file)
            named.add(environment_named(application, file))
    if named and environment not in named:
        fix = "correct --env, or leave it out"
        unknown(
            environment, sorted(named - {""}), message=f"no Application is of the environment {environment}", fix=fix
        )


def _moved(paths: Sequence[str], top: str, tree: str, *, known: str = "") -> tuple[str, ...]:
    """Return paths as they are in the folder of a revision; a path outside the repository stays as it is.

    Outside are also the files of another repository's checkout within this one; they are not in the folder `known`.
    """
    below = [os.path.relpath(os.path.realpath(path), top) for path in paths]
    return tuple(
        os.path.normpath(os.path.join(tree, path))
        if path.partition("/")[0] != ".." and is_there(os.path.join(known or tree, path))
        else os.path.normpath(os.path.join(top, path))
        for path in below
    )


def _known(paths: Sequence[str], search: Search, span: str, note: Callable[[str], None]) -> list[Deployed]:
    """Return the configuration of the older revision; if it can't be rendered, everything now counts as changed."""
    found: list[Deployed] = []
    for path in filter(os.path.exists, paths):
        try:
            with without_trees(f"{search.within}/"):
                found += deployed([path], search)
        except SwellError as problem:
            first = span.partition("..")[0]
            note(f"all counts as changed, for at {first} there is no answer: {problem}")
    return found


def _is_loose(file: str, tree: str, known: Collection[str]) -> bool:
    """Tell whether a file may hold ConfigMaps or Secrets of no known Application's folder and no chart."""
    path = os.path.join(tree, file)
    folder = os.path.dirname(path)
    while folder != tree:
        if is_there(os.path.join(folder, "Chart.yaml")) or folder in known:
            return False
        folder = os.path.dirname(folder)
    return file.endswith(_ENDINGS) and not os.path.islink(path)


def _belongs_nowhere(file: str, tree: str, note: Callable[[str], None]) -> bool:
    """Tell of a changed file with ConfigMaps or Secrets that no known Application has; False if it has none.

    Such a file counts for none: one of stage would restart what reads an object of that name in prod.
    """
    held = sorted(str(ref) for _, ref in _held([file], tree))
    if held:
        note(
            f"{file} ({', '.join(held)}) belongs to no Application of --apps, and counts for none; "
            "name its Application too, or say --by-name, which counts it for all that read these names"
        )
    return bool(held)


def _held(files: Sequence[str], tree: str) -> Contents:
    """Return the content of the ConfigMaps and Secrets in files; files that hold no manifests are skipped."""
    held: dict[tuple[str, Ref], str] = {}
    for file in files:
        if is_file(path := os.path.join(tree, file)):
            try:
                manifests = split(read_within(path, shown=file), namespace="")
                held |= contents([Deployed(application="", folder="", manifests=manifests, volatile=lambda _: "")])
            except SwellError:
                continue
    return held
