"""The AppProjects in the files of a repository."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from cmp.errors import SwellError
from cmp.fleet.find import manifest_files
from cmp.manifests.split import split
from cmp.request.checkout import read_within
from cmp.system.files import is_there
from cmp.value import frozen

_KIND = ("argoproj.io", "AppProject")


def projects_in(paths: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the AppProjects in files and folders; a file that only looks as if it had one is passed over."""
    for file in sorted({file for path in paths if is_there(path) for file in manifest_files(path)}):
        with suppress(SwellError):
            if _KIND[1] in (text := read_within(file, shown=file)):
                yield from (frozen(one.document) for one in split(text, namespace="") if one.ref.group_kind == _KIND)
