"""Finding what a chart's templates call, in their text and in that of the named templates that they include.

Nothing is rendered for it. What is looked for is a pattern over the actions of a text, without their strings.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from cmp.chart.template_documents import TemplateDocument, template_documents
from cmp.model import Manifest

_COMMENT, _COMMENTS_END = re.compile(r"\{\{-?\s*/\*"), re.compile(r"\s*-?\}\}")
ACTION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
TEXT = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|`[^`]*+(?:`|\Z)', re.DOTALL)
"""A text in quotes; one that does not end goes on to the end of all."""
_INCLUDED = re.compile(r"(?<![\w.$])(?:include|template)\s++\(?\s*+(?:printf\s++)?[\"`]([^\"`]+)[\"`]")
_DEFINED = re.compile(r"\{\{-?\s*define\s+[\"`]([^\"`]+)[\"`]\s*-?\}\}")


class TemplateCalls:
    """The templates of a chart, by the paths below it that Helm gives them; what they call is looked for when asked."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._read = cache(lambda: {path: without_comments(text) for path, text in templates.items()})
        self._split = cache(lambda text: tuple(template_documents(text)))
        self._named = cache(lambda: dict(named for text in self._read().values() for named in _defined(text)))
        self._own = cache(_first)
        self._reached = cache(self._reach)

    def first(self, origin: str, wanted: re.Pattern[str]) -> str:
        """Return the first call of what is wanted in a template, as Helm names it; "" if there is none."""
        return next(filter(None, (self._call(text, wanted) for text in self._texts(origin))), "")

    def first_for(self, manifest: Manifest, wanted: re.Pattern[str]) -> str:
        """Return the first call in the document that makes an object; of all its template, if that can't be told."""
        documents = self._documents(manifest)
        if not documents:
            return self.first(manifest.origin, wanted)
        return next(filter(None, (self._call(one.text, wanted) for one in documents)), "")

    def first_in_name(self, manifest: Manifest, wanted: re.Pattern[str]) -> str:
        """Return the first call by which an object's name is made; "" if there is none."""
        return next(filter(None, (self._call(one.name, wanted) for one in self._documents(manifest))), "")

    def _documents(self, manifest: Manifest) -> list[TemplateDocument]:
        """Return the documents of templates that may make an object."""
        return [
            document
            for text in self._texts(manifest.origin)
            for document in self._split(text)
            if document.may_make(manifest)
        ]

    def _texts(self, origin: str) -> list[str]:
        """Return the text of a template, or of all that it may be."""
        if not origin:
            return []
        path = origin.partition("/")[2]
        if path in self._read():
            return [self._read()[path]]
        # a subchart goes by its alias, so that its folder has another name
        tail = "templates/" + path.rpartition("templates/")[2]
        return [text for other, text in sorted(self._read().items()) if f"/{other}".endswith(f"/{tail}")]

    def _call(self, text: str, wanted: re.Pattern[str]) -> str:
        """Return the first call in a text or in the named templates that it includes."""
        return next(filter(None, (self._own(each, wanted) for each in self._reached(text))), "")

    def _reach(self, text: str) -> tuple[str, ...]:
        """Return a text and the texts of the named templates that it includes, each once."""
        found, todo = dict[str, str](), [("", text)]
        while todo:
            here, text = todo.pop()
            if here in found:
                continue
            found[here] = text
            names = [name for action in actions_of(text) for name in _INCLUDED.findall(action) if name in self._named()]
            todo += [(name, self._named()[name]) for name in reversed(names) if name not in found]
        return tuple(found.values())


def _first(text: str, wanted: re.Pattern[str]) -> str:
    """Return the first call in the actions of a text, "" if there is none.

    What is wanted is a word that strings beside it do not change: where the whole text lacks it, so do its actions.
    """
    if not wanted.search(text):
        return ""
    calls = (wanted.search(TEXT.sub('""', action)) for action in actions_of(text))
    return next((found[0] for found in calls if found), "")


def without_comments(text: str) -> str:
    """Return a template without its comments, but with their line breaks, so that lines keep their numbers.

    A comment ends at the first `*/`, as in Go (lexComment in text/template).
    """
    pieces, at = [], 0
    while (begun := _COMMENT.search(text, at)) and (end := text.find("*/", begun.end())) >= 0:
        closed = _COMMENTS_END.match(text, end + 2)
        pieces.append(text[at : begun.start() if closed else end + 2])
        pieces.append("\n" * text.count("\n", begun.start(), closed.end()) if closed else "")
        at = closed.end() if closed else end + 2
    return "".join([*pieces, text[at:]])


def actions_of(text: str) -> list[str]:
    """Return the actions of a template; behind its last `}}` there can be none."""
    return ACTION.findall(text[: text.rfind("}}") + 2])


def _defined(text: str) -> Iterator[tuple[str, str]]:
    """Yield each named template with its text, which is taken to go on until the next one begins."""
    _, *parts = _DEFINED.split(text)
    yield from zip(parts[::2], parts[1::2], strict=True)
