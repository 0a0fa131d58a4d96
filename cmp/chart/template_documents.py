"""The documents of a template, read from its text: which objects they make, and from what.

A document's `kind` has to stand there as a word, and its `metadata` in block or flow style at the left edge.
"""

import re
from collections.abc import Iterator

from cmp.value import Value

_DOCUMENT = re.compile(r"^---", re.MULTILINE)
_KIND = re.compile(r"^kind:\s*[\"']?(\w+)", re.MULTILINE)
_METADATA = re.compile(r"^metadata:.*?(?=^[^\s{#]|\Z)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"(?<![\w./-])name:[ \t]*((?:\{\{.{,500}?\}\}|[^{}\n,#])+)")
"""A name, with actions of no more characters than any has; one without an end is looked for no further."""
_ACTION = re.compile(r"\{\{.*?\}\}")


class TemplateDocument(Value):
    """A document of a template, with the line of its kind.

    `name` is that of its object as it is written, and `literals` are the texts between its actions.
    """

    kind: str
    literals: tuple[str, ...]
    name: str
    text: str
    line: int

    def may_name(self, name: str) -> bool:
        """Tell whether its object may have a name: one with the literals in their order."""
        first, last = self.literals[0], self.literals[-1]
        at, end = len(first), len(name) - len(last)
        if len(self.literals) == 1 or at > end or not (name.startswith(first) and name.endswith(last)):
            return self.literals == (name,)
        for literal in self.literals[1:-1]:
            if (found := name.find(literal, at, end)) < 0:
                return False
            at = found + len(literal)
        return True


def template_documents(text: str) -> Iterator[TemplateDocument]:
    """Yield the documents of a template, those without a kind or a name left out."""
    above = 0
    for document in _DOCUMENT.split(text):
        before, above = above, above + document.count("\n")
        kind, metadata = _KIND.search(document), _METADATA.search(document)
        lines = metadata[0].split("\n") if metadata else []
        names = [found for line in lines for found in _NAME.finditer(line)]
        if kind and names:
            nearest = min(names, key=lambda found: found.start())
            name = nearest[1].strip(" \t\r\"'")
            yield TemplateDocument(
                kind=kind[1],
                literals=tuple(_ACTION.split(name)),
                name=name,
                text=document,
                line=before + document.count("\n", 0, kind.start()) + 1,
            )
