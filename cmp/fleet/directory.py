"""The folder of a source of plain manifests, as Argo CD reads it: which files count, and which of them are manifests.

Source: getPotentiallyValidManifestFile and getObjsFromYAMLOrJSON in reposerver/repository/repository.go of Argo CD
3.6.1 (and of 3.4.13 and 3.5.7), with the globs of github.com/gobwas/glob v1.0.0.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cmp.applicationset.patterns import of_names
from cmp.errors import ManifestError
from cmp.fleet.find import directory_files
from cmp.manifests.split import split
from cmp.request.checkout import read_within
from cmp.value import Value

_SKIPPED = "+argocd:skip-file-rendering"
_OF_A_MANIFEST = ("apiVersion:", "kind:", "metadata:")


class Directory(Value):
    """A source's field `directory`: globs of what is left out, and of all that is taken; "" for none."""

    recurse: bool = False
    include: str = ""
    exclude: str = ""

    @staticmethod
    def of(source: Mapping[str, Any]) -> "Directory":
        """Return that of a source."""
        said = source.get("directory") or {}
        include, exclude = (str(said.get(key) or "") for key in ("include", "exclude"))
        return Directory(recurse=said.get("recurse") is True, include=include, exclude=exclude)

    def files(self, folder: str) -> Iterator[str]:
        """Yield the files of a folder that count, sorted by name."""
        takes, leaves = _glob(self.include, nothing=True), _glob(self.exclude, nothing=False)
        for path in directory_files(folder, recurse=self.recurse):
            name = os.path.relpath(path, folder)
            if takes(name) and not leaves(name):
                yield path

    def texts(self, folder: str) -> Iterator[tuple[str, str]]:
        """Yield the files that count, with their texts; those that are marked or no manifests are passed over."""
        for path in self.files(folder):
            text = read_within(path, shown=os.path.relpath(path, folder))
            if _SKIPPED not in text and (all(word in text for word in _OF_A_MANIFEST) or _is_read(text)):
                yield path, text


def _glob(pattern: str, *, nothing: bool) -> Callable[[str], bool]:
    return of_names(pattern) if pattern else lambda _: nothing


def _is_read(text: str) -> bool:
    try:
        return all(split(text, namespace=""))
    except ManifestError:
        return False
