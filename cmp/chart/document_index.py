"""The documents of templates by what they surely say of their objects: the kind, and the literals of the name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from cmp.chart.template_documents import TemplateDocument

_LONGEST = 253  # characters of an object's name in Kubernetes
_WORD = 16  # characters of a literal by which documents are looked up
_MOST = 50_000  # documents that are compared with names; which make more can't be told
Alike = tuple[str, tuple[str, ...]]
"""What documents have in common that may make the same objects: the kind, and the literals."""


class DocumentIndex:
    """Documents, and which of them may make an object; those that are alike are looked at once.

    A document is looked up by the literal that it shares with the fewest others.

    `alike` are their numbers, in order.
    """

    def __init__(self, documents: Iterable[TemplateDocument]) -> None:
        self.alike: dict[Alike, list[int]] = {}
        self._by_word = defaultdict[tuple[str, str], list[TemplateDocument]](list)
        self._lengths = defaultdict[str, set[int]](set)
        self.making = cache(self._making)
        self._left = _MOST
        unlike = list[TemplateDocument]()
        for number, one in enumerate(documents):
            numbers = self.alike.setdefault((one.kind, one.literals), [])
            numbers.append(number)
            unlike += [one] if len(numbers) == 1 else []
        times = Counter((one.kind, word) for one in unlike for word in _words(one))
        for one in unlike:
            _, _, word = min((times[one.kind, word], -len(word), word) for word in _words(one))
            self._by_word[one.kind, word].append(one)
            self._lengths[one.kind].add(len(word))

    def _making(self, kind: str, name: str) -> tuple[Alike, ...]:
        """Return what the documents are like that may make an object; none where the name is too long, or too many."""
        if len(name) > _LONGEST:
            return ()
        lengths = self._lengths.get(kind, ())
        words = {name[at : at + length] for length in lengths for at in range(len(name) - length + 1)}
        found = [one for word in words for one in self._by_word.get((kind, word), ())]
        self._left -= len(found)
        return tuple((kind, one.literals) for one in found if one.may_name(name)) if self._left >= 0 else ()


def _words(document: TemplateDocument) -> tuple[str, ...]:
    return tuple(dict.fromkeys(literal[-_WORD:] for literal in document.literals))
