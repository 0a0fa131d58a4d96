"""Finding the Applications in files and folders, and the files that may hold manifests."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from cmp.manifests.split import split
from cmp.request.application_file import application_of
from cmp.request.checkout import read_within
from cmp.request.missing import missing
from cmp.system.files import is_file, is_there
from cmp.system.walk import each_folder

_KIND = "Application"
_YAML = (".yaml", ".yml")
_PLAIN = (*_YAML, ".json")  # the files that Argo CD reads in a directory source


def applications(path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the Applications in a file or folder, each with its file; the templates of charts are skipped.

    Raises:
        SourceError: there is no such path.
        RequestError: a field of an Application has the wrong type.
    """
    if not is_there(path):
        raise missing(path)
    for file in sorted(manifest_files(path)):
        if _KIND in (text := read_within(file, shown=file)):  # a folder may hold files that are not manifests
            for manifest in split(text, namespace="", origin=file):
                if manifest.ref.kind == _KIND:
                    yield file, application_of(manifest, text, file)


def manifest_files(path: str) -> Iterator[str]:
    """Yield the files that may hold manifests: the file itself, or those in a folder, except in charts."""
    if is_file(path):
        yield path
        return
    for folder, names in _folders(path, without="Chart.yaml"):
        yield from (os.path.join(folder, name) for name in names if name.endswith(_YAML) and name != "swell.yaml")


def directory_files(folder: str, *, recurse: bool) -> Iterator[str]:
    """Yield the files of an Argo CD directory source, sorted by name; `recurse` is the field of that source."""
    for here, names in _folders(folder, recurse=recurse):
        yield from (os.path.join(here, name) for name in names if name.endswith(_PLAIN))


def _folders(top: str, *, recurse: bool = True, without: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield a folder and its subfolders, each with its files; a folder that has the file `without` is skipped whole."""
    for folder, folders, names in each_folder(top):
        passed = without in names
        folders[:] = sorted(folders) if recurse and not passed else []
        if not passed:
            yield folder, sorted(names)
