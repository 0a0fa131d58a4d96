"""The configurations that `swell lock` works on: a folder's own, and that of every swell.yaml below it."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from cmp.config.environments import unknown
from cmp.config.find import FILE
from cmp.config.resolved import Resolved, resolve
from cmp.errors import PullError, SourceError, SwellError
from cmp.fleet.find import applications, manifest_files
from cmp.lock.usage import below
from cmp.render.inputs import configuration, survey
from cmp.request.application import environment_named
from cmp.request.model import AppRequest
from cmp.sources.declaration import Declared, SourceSession
from cmp.sources.paths import PathResolver
from cmp.system.walk import each_folder


def surveys(request: AppRequest, *, session: Callable[[], SourceSession]) -> list[Resolved]:
    """Return the configuration that counts in the folder itself, then those of the swell.yaml files below it."""
    here = survey(request, session=session)
    found = [here]
    if not request.text("config"):
        folders = (os.path.dirname(path) for path in below(here.resolver.folder))
        found += [_at(folder, request, here.resolver) for folder in folders if folder != here.resolver.folder]
    return found


def declarations(found: list[Resolved]) -> dict[str, tuple[Resolved, list[Declared]]]:
    """Return the sources that this repository's files declare, by the path of their lock, with the first such file."""
    locks: dict[str, tuple[Resolved, dict[str, Declared]]] = {}
    for one in found:
        for declared in one.config.sources:
            if declared.lock and declared.here:
                locks.setdefault(declared.lock, (one, {}))[1].setdefault(declared.source.alias, declared)
    return {lock: (one, list(known.values())) for lock, (one, known) in sorted(locks.items())}


def refuse_unknown(environment: str, locks: Mapping[str, object], request: AppRequest, resolver: PathResolver) -> None:
    """Refuse an environment that no values file and no Application near the locks names.

    Raises:
        SourceError: the environment is unknown, most likely misspelt.
    """
    known: set[str] = set()
    for name in _environments(locks, request, resolver):
        if name == environment:
            return
        known.add(name)
    unknown(
        environment,
        sorted(known),
        message=f"nothing here belongs to the environment {environment}: no values file, no Application",
        fix="add its values file, or correct the name",
    )


def _environments(locks: Mapping[str, object], request: AppRequest, resolver: PathResolver) -> Iterator[str]:
    """Yield the environments of the applications below the locks, and those of the repository's Applications."""
    for lock in locks:
        known: dict[str, Resolved] = {}
        for here, folders, names in each_folder(top := os.path.dirname(lock)):
            folders[:] = sorted(name for name in folders if name[0] != ".")
            near = known.get(os.path.dirname(here))
            one = known[here] = _at(here, request, resolver) if FILE in names or near is None or here == top else near
            at = one.resolver.replace(folder=here)
            try:
                yield from one.files.replace(request=request.replace(folder=here), resolver=at).environments()
            except PullError:
                raise
            except SourceError:  # a path does not exist: this folder is not an application's
                continue
    for file in manifest_files(resolver.root):
        with suppress(SwellError):  # other documents can look like an Application
            yield from [name for path, said in applications(file) if (name := environment_named(said, path))]


def _at(folder: str, request: AppRequest, resolver: PathResolver) -> Resolved:
    here, there = resolver.replace(folder=folder, sources=()), request.replace(folder=folder)
    config = configuration(there, here)
    return resolve(there, config, here.replace(sources=config.sources))
