"""The one Application in a file; several, or a set of them, are refused, since only one can be answered for."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cmp import dialect
from cmp.errors import ManifestError, RequestError
from cmp.model import Manifest
from cmp.request.application_shape import shaped
from cmp.request.checkout import read_within
from cmp.text import pasted

_KIND = re.compile(r"^[\"' {]*kind\b", re.MULTILINE)
_GROUP = "argoproj.io"
_SHOWN = 6
_NAME = "name the file of an Application, or the application's folder; pipe what is rendered: swell plan - < FILE"


def application_in(path: str) -> Mapping[str, Any]:
    """Return the Application in a file.

    Raises:
        RequestError: it holds none, several, or only an ApplicationSet; or a field has the wrong type.
    """
    from cmp.manifests.split import split

    text = read_within(path, shown=path)
    try:
        objects = split(text, namespace="", origin=path)
    except ManifestError as problem:
        if not _KIND.search(text):
            raise RequestError("it holds no manifest, and so no Application", where=path, fix=_NAME) from None
        said = f"it is no Application: {problem.message}"
        raise RequestError(said, where=problem.where or path, fix=f"{problem.fix}; or {_NAME}") from None
    found = [one for one in objects if one.ref.group_kind == (_GROUP, "Application")]
    if len(found) == 1:
        return application_of(found[0], text, path)
    if found:
        raise RequestError(
            f"it holds {len(found)} Applications, and one command answers for one",
            where=path,
            here=", ".join(_names(found)),
            fix="give each a file of its own, and name one of them",
        )
    sets = [one for one in objects if one.ref.group_kind == (_GROUP, "ApplicationSet")]
    if sets:
        raise set_refused(sets[0].head.name, path)
    raise RequestError(
        "it holds no Application",
        where=path,
        here=", ".join(str(one.ref) for one in objects[:_SHOWN]),
        fix=_NAME,
    )


def application_of(manifest: Manifest, text: str, path: str) -> Mapping[str, Any]:
    """Return the Application that a document of a file's text is. Raises as `document_of` and `shaped` do."""
    return shaped(document_of(manifest, text, path), path)


def document_of(manifest: Manifest, text: str, path: str, *, start: int | None = None) -> Mapping[str, Any]:
    """Return a document of a file's text, which begins at `start` there, -1 where that is not known.

    Raises:
        YamlError: behind its head it is no YAML; with file and line.
    """
    try:
        return manifest.document
    except dialect.YamlError as problem:
        start = text.find(manifest.text.strip()) if start is None else start
        start -= len(manifest.text) - len(manifest.text.lstrip()) if start > 0 else 0
        problem.where = path if start < 0 else f"{path}:{text.count(chr(10), 0, start) + problem.line}"
        raise


def set_refused(name: str, path: str) -> RequestError:
    """Return the error for an ApplicationSet in a file."""
    return RequestError(
        f"it holds the ApplicationSet {name}, and no Application",
        where=path,
        fix=f"name an Application that it makes; swell check {pasted(path)} answers for each",
    )


def _names(found: list[Manifest]) -> Iterator[str]:
    yield from (one.head.name for one in found[:_SHOWN])
    if len(found) > _SHOWN:
        yield f"and {len(found) - _SHOWN} more"
