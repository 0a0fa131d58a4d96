"""The documents of a template, read from its text: which objects they make, and from what.

A document's `kind` has to stand there as a word, and its `metadata` in block or flow style at the left edge.
"""

import re
from collections.abc import Iterator

from cmp.value import Value

_SEPARATOR = "---"
_DOCUMENT = re.compile(rf"^{_SEPARATOR}", re.MULTILINE)
_KIND = re.compile(r"^kind:\s*[\"']?(\w+)", re.MULTILINE)
_METADATA = re.compile(r"^metadata:.*?(?=^[^\s{#]|\Z)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"(?<![\w./-])name:[ \t]*((?:\{\{.*?\}\}|[^{}\n,#])+)")
_ACTION = re.compile(r"\{\{.*?\}\}")
_VARIABLE = re.compile(r"\$\w+")


class TemplateDocument(Value):
    """A document of a template: `shape` matches the name of its object as it is rendered, `line` is that of its kind.

    `name` and `text` are followed by the actions that set their variables.
    """

    kind: str
    shape: re.Pattern[str]
    name: str
    text: str
    line: int


def template_documents(text: str) -> Iterator[TemplateDocument]:
    """Yield the documents of a template, those without a kind or a name left out."""
    start = 0
    for document in _DOCUMENT.split(text):
        above, start = text.count("\n", 0, start), start + len(document) + len(_SEPARATOR)
        kind, metadata = _KIND.search(document), _METADATA.search(document)
        names = list(_NAME.finditer(metadata[0])) if metadata else []
        if kind and metadata and names:
            nearest = min(names, key=lambda found: found.start() - metadata[0].rfind("\n", 0, found.start()))
            name = nearest[1].strip(" \t\r\"'")
            yield TemplateDocument(
                kind=kind[1],
                shape=re.compile(".*".join(re.escape(literal) for literal in _ACTION.split(name))),
                name=name + _assigned(name, text),
                text=document + _assigned(document, text),
                line=above + document.count("\n", 0, kind.start()) + 1,
            )


def _assigned(part: str, text: str) -> str:
    """Return the actions of a template that set the variables of a part of it, and those by which they do."""
    found, asked, seen = "", _VARIABLE.findall(part), set[str]()
    while asked:
        variable = asked.pop()
        if variable not in seen:
            seen.add(variable)
            for value in re.findall(rf"{re.escape(variable)}\s*:?=(.*?)\}}\}}", text, re.DOTALL):
                found += f"{{{{{value}}}}}"
                asked += _VARIABLE.findall(value)
    return found
