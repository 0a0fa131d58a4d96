"""The documents of a template, read from its text: which objects they make, and from what.

A document's `kind` has to stand there as a word, and its `metadata` in block or flow style at the left edge.
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from glob import escape

from cmp.model import Manifest
from cmp.value import Value

_DOCUMENT = re.compile(r"^---", re.MULTILINE)
_KIND = re.compile(r"^kind:\s*[\"']?(\w+)", re.MULTILINE)
_METADATA = re.compile(r"^metadata:.*?(?=^[^\s{#]|\Z)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"(?<![\w./-])name:[ \t]*((?:\{\{.*?\}\}|[^{}\n,#])+)")
_ACTION = re.compile(r"\{\{.*?\}\}")
_VARIABLE = re.compile(r"\$\w+")
_SET = re.compile(r"(\$\w+)\s*:?=")
_LONGEST = 10_000  # characters of one action that are read


class TemplateDocument(Value):
    """A document of a template, with the line of its kind.

    `shape` is the name of its object with a `*` for each action; `name`, as it is written, and `text` are followed by
    the actions that set their variables.
    """

    kind: str
    shape: str
    name: str
    text: str
    line: int

    def may_make(self, manifest: Manifest) -> bool:
        """Tell whether an object may be made from this document, by its kind and name."""
        return self.kind == manifest.ref.kind and fnmatchcase(manifest.head.name, self.shape)


def template_documents(text: str) -> Iterator[TemplateDocument]:
    """Yield the documents of a template, those without a kind or a name left out."""
    assignments, above = _assignments(text), 0
    for document in _DOCUMENT.split(text):
        before, above = above, above + document.count("\n")
        kind, metadata = _KIND.search(document), _METADATA.search(document)
        names = list(_NAME.finditer(metadata[0])) if metadata else []
        if kind and metadata and names:
            nearest = min(names, key=lambda found: found.start() - metadata[0].rfind("\n", 0, found.start()))
            name = nearest[1].strip(" \t\r\"'")
            yield TemplateDocument(
                kind=kind[1],
                shape="*".join(map(escape, _ACTION.split(name))),
                name=name + _assigned(name, assignments),
                text=document + _assigned(document, assignments),
                line=before + document.count("\n", 0, kind.start()) + 1,
            )


def _assignments(text: str) -> dict[str, list[str]]:
    """Return what a template sets its variables to, by variable: the rest of each such action."""
    found: dict[str, list[str]] = {}
    for begun in _SET.finditer(text):
        if (end := text.find("}}", begun.end())) < 0:
            break
        found.setdefault(begun[1], []).append(text[begun.end() : min(end, begun.end() + _LONGEST)])
    return found


def _assigned(part: str, assignments: Mapping[str, list[str]]) -> str:
    """Return the actions of a template that set the variables of a part of it, and those by which they do."""
    found, asked, seen = [], _VARIABLE.findall(part), set[str]()
    while asked:
        variable = asked.pop()
        if variable not in seen:
            seen.add(variable)
            for value in assignments.get(variable, ()):
                found.append(f"{{{{{value}}}}}")
                asked += _VARIABLE.findall(value)
    return "".join(found)
