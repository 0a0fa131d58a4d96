"""Finding what a chart's templates call, in their text and in that of the named templates that they include.

Nothing is rendered for it. What is looked for is a pattern over the actions of a text, without their strings.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter

from cmp.chart.assignments import Assignments
from cmp.chart.chart import TEMPLATES
from cmp.chart.document_index import Alike, DocumentIndex
from cmp.chart.first_reached import FirstReached
from cmp.chart.template_documents import TemplateDocument, template_documents
from cmp.chart.template_text import called, defined, included, without_comments
from cmp.model import Manifest

_Wanted = re.Pattern[str]
_Look = Callable[[str, _Wanted], str]
_Part = Callable[[TemplateDocument], str]
_NAME, _TEXT = attrgetter("name"), attrgetter("text")


class TemplateCalls:
    """The templates of a chart, by the paths below it that Helm gives them; what they call is looked for when asked."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._read = cache(lambda: {path: without_comments(text) for path, text in templates.items()})
        self._tails = cache(lambda: _by_tail(self._read()))
        self._first = cache(self._first_of_all)
        self._documents = cache(
            lambda place: [(one, text) for text in self._texts(place) for one in template_documents(text)]
        )
        self._index = cache(lambda place: DocumentIndex(one for one, _ in self._documents(place)))
        self._first_alike = cache(self._first_of_alike)
        self._set = cache(Assignments)
        self._from_variable = cache(self._variables)
        self._named = cache(lambda: dict(named for text in self._read().values() for named in defined(text)))
        self._from_name = cache(self._names)

    def first(self, origin: str, wanted: _Wanted) -> str:
        """Return the first call of what is wanted in a template, as Helm names it; "" if there is none."""
        return self._first(self._place(origin), wanted)

    def first_for(self, manifest: Manifest, wanted: _Wanted) -> str:
        """Return the first call in the document that makes an object; of all its template, if that can't be told."""
        found = self._first_made(manifest, wanted, _TEXT)
        return self.first(manifest.origin, wanted) if found is None else found

    def first_in_name(self, manifest: Manifest, wanted: _Wanted) -> str:
        """Return the first call by which an object's name is made; "" if there is none."""
        return self._first_made(manifest, wanted, _NAME) or ""

    def _place(self, origin: str) -> str:
        """Return the path of a template; for one that is not known its end, with a slash before it."""
        path = origin.partition("/")[2]
        # a subchart goes by its alias, so that its folder has another name
        return path if path in self._read() else "/" + path.rpartition(TEMPLATES)[2]

    def _texts(self, place: str) -> list[str]:
        """Return the text of a template, or of all that it may be."""
        paths = [place] if place in self._read() else self._tails().get(place, ())
        return [self._read()[path] for path in paths]

    def _first_of_all(self, place: str, wanted: _Wanted) -> str:
        return _first(self._call(text, "", wanted) for text in self._texts(place))

    def _first_made(self, manifest: Manifest, wanted: _Wanted, part: _Part) -> str | None:
        """Return the first call in the documents that may make an object; None where there are none."""
        place = self._place(manifest.origin)
        making = self._index(place).making(manifest.ref.kind, manifest.head.name)
        found = [one for alike in making if (one := self._first_alike(place, alike, wanted, part))]
        return min(found)[1] if found else "" if making else None

    def _first_of_alike(self, place: str, alike: Alike, wanted: _Wanted, part: _Part) -> tuple[int, str] | None:
        """Return the number of the first document with a call, of those that are alike, and the call."""
        for number in self._index(place).alike[alike]:
            document, text = self._documents(place)[number]
            if call := self._call(part(document), text, wanted):
                return number, call
        return None

    def _call(self, part: str, text: str, wanted: _Wanted) -> str:
        """Return the first call in a part of a template or what sets its variables, or in what these include."""
        variables = self._set(text).of(part)
        looks: tuple[_Look, ...] = (called, self._call_included)
        return _first(
            look(part, wanted) or _first(map(self._from_variable(text, look, wanted), variables)) for look in looks
        )

    def _call_included(self, text: str, wanted: _Wanted) -> str:
        """Return the first call in the named templates that a text includes."""
        return _first(map(self._from_name(wanted), self._included(text)))

    def _included(self, text: str) -> list[str]:
        return [name for name in included(text) if name in self._named()]

    def _names(self, wanted: _Wanted) -> FirstReached:
        named = self._named()
        return FirstReached(lambda name: called(named[name], wanted), lambda name: self._included(named[name]))

    def _variables(self, text: str, look: _Look, wanted: _Wanted) -> FirstReached:
        held = self._set(text)
        return FirstReached(
            lambda variable: look(held.actions(variable), wanted), lambda variable: held.of(held.actions(variable))
        )


def _by_tail(paths: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the paths of templates by what comes behind their last `templates/`, with a slash before it."""
    found = defaultdict[str, list[str]](list)
    for path in sorted(paths):
        above, folder, tail = path.rpartition(TEMPLATES)
        if folder and (not above or above.endswith("/")):
            found[f"/{tail}"].append(path)
    return found


def _first(calls: Iterable[str]) -> str:
    return next(filter(None, calls), "")
