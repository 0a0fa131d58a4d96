"""The documents of templates by what they surely say of their objects: the kind, and the literals of the name."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from cmp.chart.template_documents import TemplateDocument

_LONGEST = 253  # characters of an object's name in Kubernetes
_WORD = 16  # characters of a literal by which documents are looked up
Alike = tuple[str, tuple[str, ...]]
"""What documents have in common that may make the same objects: the kind, and the literals."""


class DocumentIndex:
    """Documents, and which of them may make an object; those that are alike are looked at once.

    `alike` are their numbers, in order.
    """

    def __init__(self, documents: Iterable[TemplateDocument]) -> None:
        self.alike: dict[Alike, list[int]] = {}
        self._by_word = defaultdict[tuple[str, str], list[TemplateDocument]](list)
        self._lengths = defaultdict[str, set[int]](set)
        self.making = cache(self._making)
        for number, one in enumerate(documents):
            numbers = self.alike.setdefault((one.kind, one.literals), [])
            numbers.append(number)
            if len(numbers) == 1:
                self._add(one)

    def _add(self, document: TemplateDocument) -> None:
        word = max(document.literals, key=len)[-_WORD:]
        self._by_word[document.kind, word].append(document)
        self._lengths[document.kind].add(len(word))

    def _making(self, kind: str, name: str) -> tuple[Alike, ...]:
        """Return what the documents are like that may make an object; a name that is too long is none's."""
        if len(name) > _LONGEST:
            return ()
        lengths = self._lengths.get(kind, ())
        words = {name[at : at + length] for length in lengths for at in range(len(name) - length + 1)}
        return tuple(
            (kind, one.literals) for word in words for one in self._by_word.get((kind, word), ()) if one.may_name(name)
        )
