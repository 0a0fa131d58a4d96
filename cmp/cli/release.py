"""`swell release`: in which groups a pipeline should sync these Applications."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmp.cli.generate import helm_runtime
from cmp.errors import ConfigError, SourceError
from cmp.fleet.release import Group, release_groups
from cmp.manifests.split import split
from cmp.render.pipeline import survey
from cmp.render.session import LazySession
from cmp.request.application_shape import shaped
from cmp.request.model import AppRequest
from cmp.sources.content import read_linked

_KIND = "Application"
_ENDINGS = (".yaml", ".yml")


def groups(paths: Sequence[str]) -> tuple[Group, ...]:
    """Return the groups of the Applications in files and folders, by the `release` of the nearest swell.yaml upwards.

    Raises:
        SourceError: a path does not exist.
        ConfigError: no swell.yaml says how to group, or an Application has no group.
    """
    first = os.path.abspath(paths[0])
    request = AppRequest(folder=first if os.path.isdir(first) else os.path.dirname(first))
    with LazySession(helm_runtime(os.environ)) as session:
        _, config = survey(request, session=session)
    if config.release is None:
        raise ConfigError(
            "no swell.yaml upwards says how Applications are released",
            where=paths[0],
            fix="add `release: {label: release-group, groups: [api, service, jobs]}` to one",
        )
    documents = [document for path in paths for _, document in applications(path)]
    return release_groups(documents, label=config.release.label, groups=config.release.groups)


def applications(path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the Applications in a file or folder, each with its file; the templates of a chart are none yet.

    Raises:
        SourceError: there is no such path.
        RequestError: an Application is out of shape.
    """
    if not os.path.exists(path):
        raise SourceError(f"{path} does not exist")
    for file in sorted(manifest_files(path)):
        if _KIND in (text := read_linked(file, shown=file)):  # a folder may hold much that is no manifest
            for manifest in split(text, namespace="", origin=file):
                if manifest.ref.kind == _KIND:
                    yield file, shaped(manifest.document, file)


def manifest_files(path: str) -> Iterator[str]:
    """Yield the files that may hold manifests: a file itself, or those in a folder that is no chart's."""
    if os.path.isfile(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        if "Chart.yaml" in names:
            folders.clear()
            continue
        yield from (os.path.join(folder, name) for name in names if name.endswith(_ENDINGS) and name != "swell.yaml")
