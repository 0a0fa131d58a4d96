"""`swell readers`: lists the workloads that read configuration that changed between two revisions."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from cmp.errors import RequestError, SourceError, SwellError
from cmp.fleet.applications import Search, deployed
from cmp.fleet.find import applications
from cmp.fleet.git_revisions import Repository
from cmp.fleet.readers import Contents, Deployed, Reader, as_json, as_rows, changed, contents, readers
from cmp.manifests.split import split
from cmp.model import Ref
from cmp.report.table import aligned
from cmp.request.application import environment_named
from cmp.settings import Settings
from cmp.system.files import read_linked
from cmp.values.environments import unknown

_ENDINGS = (".yaml", ".yml", ".json")


def affected(
    span: str,
    paths: Sequence[str],
    *,
    checkouts: Sequence[str],
    environment: str,
    settings: Settings,
    form: str,
) -> str:
    """Return the workloads as text or JSON.

    Args:
        span: the two revisions, as `A..B`, of the repository that the working directory lies in.
        paths: Applications, or folders of applications.
        checkouts: the checkouts of other repositories that Applications use.
        environment: the environment whose values files are used.
        settings: the settings from environment variables.
        form: text or json.

    Raises:
        SwellError: an Application can't be rendered, or a checkout is missing.
    """
    for path in (*paths, *checkouts):
        if not os.path.exists(path):
            raise SourceError(f"{path} does not exist")
    repository = Repository(".", settings=settings)
    before, after = repository.ends(span)
    with tempfile.TemporaryDirectory(prefix="swell-") as scratch:
        old, new = (os.path.join(os.path.realpath(scratch), side) for side in ("before", "after"))
        for commit, tree in ((before, old), (after, new)):
            repository.lay(commit, tree)
        with _without_trees(f"{old}/", f"{new}/"):
            there, here = (_moved(checkouts, repository.top, tree, known=new) for tree in (old, new))
            remotes = {folder: repository.remotes(folder) for folder in (*there, *here)}
            search = Search(
                checkouts=here,
                environment=environment,
                settings=settings,
                remotes=remotes,
                skipped=_tell_skipped,
                own=repository.remotes(repository.top),
            )
            apps = _moved(paths, repository.top, new)
            _refuse_unknown(environment, apps)
            now = list(deployed(apps, search))
        past = search.replace(checkouts=there, within=old)
        then = _known(_moved(paths, repository.top, old, known=new), past, span)
        files = repository.touched(before, after)
        loose = [file for file in files if _is_loose(file, new, now)]
        ours = [one for one in now if f"{one.folder}/".startswith(f"{new}/")]
        touched = changed({**contents(then), **_held(loose, old)}, {**contents(ours), **_held(loose, new)})
    found = readers(now, touched, frozenset(files))
    return as_json(found) if form == "json" else _text(found, span, len(touched))


def _tell_skipped(name: str) -> None:
    print(f"swell: note: Application/{name} is not rendered by Swell, and was not looked at", file=sys.stderr)


@contextmanager
def _without_trees(*trees: str) -> Iterator[None]:
    """Show paths in errors as they are in the repository: the temporary folder of a revision is removed by then."""
    try:
        yield
    except SwellError as problem:
        for tree in trees:
            problem.message, problem.where = problem.message.replace(tree, ""), problem.where.replace(tree, "")
            problem.here, problem.fix = problem.here.replace(tree, ""), problem.fix.replace(tree, "")
        raise


def _refuse_unknown(environment: str, paths: Sequence[str]) -> None:
    """Refuse an environment if none of the Applications that Swell renders belongs to it.

    Raises:
        SourceError: the environment is unknown, most likely misspelt.
    """
    named = set()
    for file, application in (one for path in paths if environment for one in applications(path)):
        with suppress(RequestError):  # not rendered by Swell
            named.add(environment_named(application, file))
    if named and named.isdisjoint(("", environment)):
        fix = "correct --env, or name more Applications with --apps"
        unknown(environment, sorted(named), message=f"no Application is of the environment {environment}", fix=fix)


def _moved(paths: Sequence[str], top: str, tree: str, *, known: str = "") -> tuple[str, ...]:
    """Return paths as they are in the folder of a revision; a path outside the repository stays as it is.

    Outside are also the files of another repository's checkout within this one; they are not in the folder `known`.
    """
    below = [os.path.relpath(os.path.realpath(path), top) for path in paths]
    return tuple(
        os.path.normpath(os.path.join(tree, path))
        if path.partition("/")[0] != ".." and os.path.exists(os.path.join(known or tree, path))
        else os.path.normpath(os.path.join(top, path))
        for path in below
    )


def _known(paths: Sequence[str], search: Search, span: str) -> list[Deployed]:
    """Return the configuration of the older revision; if it can't be rendered, everything now counts as changed."""
    found: list[Deployed] = []
    for path in filter(os.path.exists, paths):
        try:
            with _without_trees(f"{search.within}/"):
                found += deployed([path], search)
        except SwellError as problem:
            first = span.partition("..")[0]
            print(f"swell: note: all counts as changed, for at {first} there is no answer: {problem}", file=sys.stderr)
    return found


def _is_loose(file: str, tree: str, known: Sequence[Deployed]) -> bool:
    """Tell whether a file may hold ConfigMaps or Secrets of no known Application and no chart."""
    path = os.path.join(tree, file)
    folder = os.path.dirname(path)
    while folder != tree:
        if os.path.exists(os.path.join(folder, "Chart.yaml")) or any(one.folder == folder for one in known):
            return False
        folder = os.path.dirname(folder)
    return file.endswith(_ENDINGS) and not os.path.islink(path)


def _held(files: Sequence[str], tree: str) -> Contents:
    """Return the content of the ConfigMaps and Secrets in files; files that hold no manifests are skipped."""
    held: dict[tuple[str, Ref], str] = {}
    for file in files:
        if os.path.isfile(path := os.path.join(tree, file)):
            try:
                manifests = split(read_linked(path, shown=file), namespace="")
                held |= contents([Deployed(application="", folder="", manifests=manifests, volatile=lambda _: "")])
            except SwellError:
                continue
    return held


def _text(found: Sequence[Reader], span: str, touched: int) -> str:
    if not found:
        changes = f"{touched} ConfigMaps and Secrets" if touched != 1 else "one ConfigMap or Secret"
        return f"No workload of another Application reads what {span} changed ({changes})."
    return "\n".join(aligned(as_rows(found)))
