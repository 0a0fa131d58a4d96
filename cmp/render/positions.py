"""Where a finding is to be shown: at what it names, else at the line of its object in a template or manifest."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from cmp.chart.document_index import DocumentIndex
from cmp.chart.template_documents import TemplateDocument, template_documents
from cmp.errors import SourceError
from cmp.model import Finding, Manifest, Position
from cmp.render.inputs import Inputs
from cmp.render.pipeline import Build
from cmp.system.files import read_linked

_File = tuple[tuple[TemplateDocument, ...], DocumentIndex]


def positions(built: Build) -> Callable[[Finding], Position]:
    """Return a function that gives a finding's position; without one that of swell.yaml, if there is one.

    Files are named as the repository has them, so that GitHub finds them.
    """
    inputs, read = built.inputs, cache(_file)
    manifests = built.arranged.objects.by_ref
    configured = Position(file=next(iter(inputs.config.where), ""))

    def position(finding: Finding) -> Position:
        manifest = manifests.get(finding.ref) if finding.ref else None
        return finding.position or (_of(manifest, inputs, read) if manifest and manifest.origin else configured)

    return position


def _of(manifest: Manifest, inputs: Inputs, read: Callable[[str], _File]) -> Position:
    """Return the file of an object as the repository has it, with the line; of a packed one as Helm names it."""
    below = os.path.join(inputs.chart, manifest.origin.partition("/")[2]) if inputs.chart else ""
    name, revision = inputs.resolver.named(below) if below else ("", "")
    for file in (name if not revision else "", manifest.origin):
        if file and os.path.isfile(path := inputs.resolver.at(file)):
            line = _line(read(path), manifest)
            return Position(file=file, line=line, column=1 if line else 0)
    return Position(file=manifest.origin)


def _line(file: _File, manifest: Manifest) -> int:
    """Return the line of a file at which an object's kind stands; 0 where several documents may make the object."""
    documents, index = file
    making = index.making(manifest.ref.kind, manifest.head.name)
    numbers = index.alike[making[0]] if len(making) == 1 else ()
    return documents[numbers[0]].line if len(numbers) == 1 else 0


def _file(path: str) -> _File:
    """Return the documents of a file; none of one that is too large, or no text."""
    documents = tuple[TemplateDocument, ...]()
    with suppress(SourceError):
        documents = tuple(template_documents(read_linked(path, shown=path)))
    return documents, DocumentIndex(documents)
