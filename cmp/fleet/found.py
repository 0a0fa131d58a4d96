"""The Applications in the files of a repository, each with its place; what is no manifest there is passed over."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cmp.errors import At, SourceError, SwellError, bare
from cmp.fleet.directory import Directory
from cmp.fleet.find import manifest_files
from cmp.manifests.split import split
from cmp.model import Manifest
from cmp.request.application import folder_here, roots_of
from cmp.request.application_file import document_of
from cmp.request.application_shape import shaped
from cmp.request.checkout import read_within
from cmp.system.files import is_file
from cmp.value import Value, frozen

_GROUP = "argoproj.io"
_APPLICATION, _SET = "Application", "ApplicationSet"
_MENTION = re.compile(r"""\bkind["']?\s*:\s*["']?Application(?:Set)?\b""")
_TOP = re.compile(r"""^["']?kind["']?\s*:\s*["']?Application(?:Set)?\b""", re.MULTILINE)


class Found(Value):
    """An Application: its file and number there, the line at which its document's kind stands, its name, the document.

    `problem` is what keeps it from being read, None if nothing does; there may be no document then. Where an
    ApplicationSet of the file makes it, `made_by` is that (`ApplicationSet/all`), `place` its number among those, and
    `reads` the real paths of the files that generators read. One that `is_set` is an ApplicationSet itself.
    """

    file: str
    number: int
    line: int
    name: str
    document: Mapping[str, Any]
    problem: SwellError | None = None
    made_by: str = ""
    place: int = -1
    reads: tuple[str, ...] = ()
    is_set: bool = False

    @property
    def source(self) -> str:
        """Where it is said: the file, and of one that a set makes the set and the name."""
        return f"{self.file}: {self.made_by} -> {self.name}" if self.made_by else self.file


def found_in(path: str) -> Iterator[Found]:
    """Yield the Applications and ApplicationSets in a file or folder, those of a folder by the paths of their files.

    A file of a folder that only looks like a manifest, as values with an Application in them, is passed over; one whose
    document is an Application by its first words, and can't be read, is told.
    """
    alone = is_file(path)
    for file in sorted(manifest_files(path)):
        yield from _of_file(os.path.normpath(file), alone=alone)


def below(one: Found) -> Iterator[Found]:
    """Yield the Applications that lie in the folder of a root app: one whose source is a folder of plain manifests."""
    source = (one.document.get("spec") or {}).get("source")
    if one.problem or not isinstance(source, dict) or {"chart", "plugin", "helm", "kustomize"} & source.keys():
        return
    folder = folder_here(source, roots_of(one.file))
    for file in Directory.of(source).files(folder) if folder else ():
        yield from _of_file(os.path.relpath(file), alone=False)


def deploys(one: Found, folder: str) -> bool:
    """Tell whether an Application deploys a folder, and nothing else."""
    spec = one.document.get("spec") or {}
    sources = [source for source in spec.get("sources") or [spec.get("source")] if isinstance(source, dict)]
    return bool(sources) and all(
        "chart" not in source and folder_here(source, roots_of(one.file)) == os.path.realpath(folder)
        for source in sources
    )


def _of_file(file: str, *, alone: bool) -> Iterator[Found]:
    try:
        text = read_within(file, shown=file)
    except SourceError:
        if alone:
            raise
        return  # a link to nothing, or no text: it holds no manifest
    if not alone and not (_GROUP in text and _MENTION.search(text)):
        return
    try:
        manifests = split(text, namespace="", origin=file)
    except SwellError as problem:
        if alone or _TOP.search(text):
            yield Found(file=file, number=0, line=0, name=os.path.basename(file), document={}, problem=bare(problem))
        return
    lines = _Lines(text)
    for number, manifest in enumerate(manifests):
        if manifest.ref.group == _GROUP and manifest.ref.kind in (_APPLICATION, _SET):
            line = lines.of(manifest)
            yield _one(manifest, file, text, line, lines.start).replace(number=number)


def _one(manifest: Manifest, file: str, text: str, line: int, start: int) -> Found:
    is_set = manifest.ref.kind == _SET
    here = Found(file=file, number=0, line=line, name=manifest.head.name, document={}, is_set=is_set)
    try:
        with At(f"{file}:{line}"):
            document = document_of(manifest, text, file, start=start)
            return here.replace(document=frozen(document if is_set else shaped(document, file)))
    except SwellError as problem:
        return here.replace(problem=bare(problem))


class _Lines:
    """Finds the lines of a file's documents, each behind the one before, so that the file is read once.

    `start` is where the last one begins, -1 where it is not found.
    """

    def __init__(self, text: str) -> None:
        """Begin at the first line."""
        self._text, self._place, self._line, self.start = text, 0, 1, 0

    def of(self, manifest: Manifest) -> int:
        """Return the line at which a document's kind stands; 0 where it is not found, as an item of a list."""
        self.start = start = -1 if manifest.bundle else self._text.find(manifest.text.strip(), self._place)
        if start < 0:
            return 0
        kind = _MENTION.search(self._text, start)
        place = kind.start() if kind else start
        self._line += self._text.count("\n", self._place, place)
        self._place = place
        return self._line
