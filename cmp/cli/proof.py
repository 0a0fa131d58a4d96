"""Proving a conversion: the chart is rendered as Argo CD's own Helm does and through Swell, in a copy of the files."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self

from cmp.cli.write import write
from cmp.convert.files import Conversion
from cmp.convert.in_place import as_plugins, is_helms
from cmp.convert.splice import with_source
from cmp.errors import SourceError, SwellError
from cmp.fleet.git_revisions import Repository, without_trees
from cmp.render.run import LazySession, helm_runtime, native, rendered
from cmp.request.application import environment
from cmp.request.application_file import application_in
from cmp.request.model import AppRequest, from_environment
from cmp.settings import Settings
from cmp.sources.files import copy_files
from cmp.system.bounds import Bounds
from cmp.system.process import Deadline
from cmp.value import Value

_CHARTS = "charts"


class Proof(Value):
    """The number of objects that both ways render, and the names of those that differ or that one way alone has."""

    objects: int
    others: tuple[str, ...]


class Prover:
    """What proves conversions, inside a `with`; each repository is copied once."""

    def __init__(self, settings: Settings) -> None:
        """Copy nothing yet."""
        self.settings, self._copies = settings, dict[str, str]()

    def __enter__(self) -> Self:
        """Make the folder for the copies."""
        self._scratch = tempfile.TemporaryDirectory(prefix="swell-")
        return self

    def __exit__(self, *_: object) -> None:
        """Remove all copies."""
        self._scratch.cleanup()

    def prove(self, what: Conversion, path: str, top: str) -> Proof:
        """Return what both ways render; `path` is the Application's file, `top` the repository with its folders.

        Raises:
            SwellError: one of them can't be rendered here.
        """
        copy, settings = self._copied(top), self.settings
        with (
            self._tried(what, os.path.join(copy, _below(path, top)), path) as file,
            without_trees(f"{copy}/"),
            LazySession(helm_runtime(settings)) as session,
        ):
            # Argo CD's own Helm knows nothing of the swell.yaml files that lie in the repository already.
            today = what.before
            if is_helms(today, file):
                today = as_plugins(today, what.here.replace(folder=""), file, own=True)
            before = native(_request(today, file, settings), session).arranged.objects
            after = rendered(_request(application_in(file), file, settings), session, stages=()).arranged.objects
        texts = [{str(one.ref): one.text for one in side} for side in (before, after)]
        both = texts[0].keys() | texts[1].keys()
        others = sorted(ref for ref in both if texts[0].get(ref) != texts[1].get(ref))
        return Proof(objects=len(both), others=tuple(others))

    def _copied(self, top: str) -> str:
        """Return the folder of the copy of a repository."""
        if top not in self._copies:
            below = os.path.join(os.path.realpath(self._scratch.name), str(len(self._copies)))
            copy = os.path.join(below, os.path.basename(top))
            with Bounds(Deadline.after(self.settings.timeout), self.settings.memory_bytes, self.settings.cpu_seconds):
                copy_files(top, copy, without=_others(top, self.settings))
            os.makedirs(os.path.join(copy, ".git"))
            self._copies[top] = copy
        return self._copies[top]

    @contextlib.contextmanager
    def _tried(self, what: Conversion, file: str, path: str) -> Iterator[str]:
        """Have the conversion in a file of the copy, in place of what is there."""
        aside = os.path.join(self._scratch.name, "aside")
        if there := os.path.exists(file):
            os.rename(file, aside)
        try:
            write(file, with_source(what.application, dict(what.tried), path=path))
            yield file
        finally:
            if there:
                os.replace(aside, file)
            elif os.path.exists(file):
                os.unlink(file)


def _below(path: str, top: str) -> str:
    """Return where a file lies below the root; one of another repository gets a place that changes nothing."""
    below = os.path.relpath(os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)), top)
    return below if below.partition("/")[0] != ".." else ".git/application.yaml"


def _request(application: Mapping[str, Any], file: str, settings: Settings) -> AppRequest:
    variables, folder = environment(application, file)
    return from_environment({**settings.variables, **variables}, folder=folder, file=file)


def _others(top: str, settings: Settings) -> Callable[[str, bool], bool]:
    """Return what tells whether Argo CD would get nothing at a path: what git ignores, pipes and sockets.

    Dependencies that lie in `charts` count, though they are often ignored: Argo CD's own Helm would fetch them. A link
    that leads out is refused, as Argo CD does: the copy would have the file itself in its place.
    """
    root = os.path.realpath(top)
    try:
        repository = Repository(top, settings=settings)
        ignored = repository.ignored() if repository.top == top else frozenset[str]()
    except SwellError:  # no git, or none here
        ignored = frozenset()

    def other(path: str, folder: bool) -> bool:  # noqa: FBT001  (as `copy_files` calls it)
        if path in ignored and _CHARTS not in path.split("/"):
            return True
        whole = os.path.join(top, path)
        if os.path.islink(whole) and not f"{os.path.realpath(whole)}/".startswith(f"{root.rstrip('/')}/"):
            raise SourceError(f"{path} leads out of the repository", fix="keep it inside, or copy what is there")
        return not folder and not os.path.isfile(whole)

    return other
