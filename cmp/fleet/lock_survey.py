"""The configurations that `swell lock` works on: a folder's own, and that of every swell.yaml below it."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from cmp.config.find import FILE
from cmp.config.model import Config
from cmp.errors import PullError, SourceError, SwellError
from cmp.fleet.find import applications, manifest_files
from cmp.lock.usage import below
from cmp.render.pipeline import configuration, survey
from cmp.request.application import environment_named
from cmp.request.model import AppRequest
from cmp.sources.declaration import Declared, SourceSession
from cmp.sources.paths import PathResolver
from cmp.value import Value
from cmp.values.environments import of_application, unknown


class Survey(Value):
    """A folder's path resolver, and the configuration that counts in it."""

    resolver: PathResolver
    config: Config


def surveys(request: AppRequest, *, session: Callable[[], SourceSession]) -> list[Survey]:
    """Return the configuration that counts in the folder itself, then those of the swell.yaml files below it."""
    resolver, config = survey(request, session=session)
    found = [Survey(resolver=resolver, config=config)]
    if not request.text("config"):
        folders = (os.path.dirname(path) for path in below(resolver.folder))
        found += [_at(folder, request, resolver) for folder in folders if folder != resolver.folder]
    return found


def declarations(found: list[Survey]) -> dict[str, tuple[Survey, list[Declared]]]:
    """Return the sources that this repository's files declare, by the path of their lock, with the first such file."""
    locks: dict[str, tuple[Survey, list[Declared]]] = {}
    for one in found:
        for declared in one.config.sources:
            if declared.lock and declared.here:
                known = locks.setdefault(declared.lock, (one, []))[1]
                if all(declared.source.alias != other.source.alias for other in known):
                    known.append(declared)
    return dict(sorted(locks.items()))


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
        known: dict[str, Survey] = {}
        for here, folders, names in os.walk(top := os.path.dirname(lock)):
            folders[:] = sorted(name for name in folders if name[0] != ".")
            near = known.get(os.path.dirname(here))
            one = known[here] = _at(here, request, resolver) if FILE in names or near is None or here == top else near
            at = one.resolver.replace(folder=here)
            try:
                yield from of_application(request.replace(folder=here), one.config, at)
            except PullError:
                raise
            except SourceError:  # a path does not exist: this folder is not an application's
                continue
    for file in manifest_files(resolver.root):
        with suppress(SwellError):  # other documents can look like an Application
            yield from [name for path, said in applications(file) if (name := environment_named(said, path))]


def _at(folder: str, request: AppRequest, resolver: PathResolver) -> Survey:
    here = resolver.replace(folder=folder, sources=())
    config = configuration(request.replace(folder=folder), here)
    return Survey(resolver=here.replace(sources=config.sources), config=config)
