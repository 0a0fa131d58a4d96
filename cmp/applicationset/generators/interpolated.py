"""The second generator of a matrix, whose texts know the parameters that the first one made.

Source: RenderGeneratorParams in applicationset/utils/utils.go of Argo CD 3.6.1.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmp.applicationset.model import ApplicationSet, Params, Text, Tools, parts
from cmp.applicationset.texts import replaced, templates
from cmp.errors import RequestError

_LATER = ("map has no entry for key", "can't evaluate field")
"""What a text says that knows a name of its own generator's: it is evaluated there."""
_FIRST = re.compile(r"[^{]*+\{\{-?\s*+\.(\w++)[.\w]*+\s*+(?:\||-?\}\})")
"""What begins a template that looks a name up."""


def interpolated(
    generator: Mapping[str, Any], outers: Sequence[Params], made: ApplicationSet, tools: Tools
) -> Iterator[dict[str, Any]]:
    """Yield a generator for each set of the first one, with its texts evaluated, those for all sets together.

    Of the `values` of git, those stay whose names are not there yet.

    Raises:
        RequestError: a text can't be evaluated, or they are too many.
    """
    values = (generator.get("git") or {}).get("values") or {}
    own = {
        name: {key: value for key, value in spec.items() if (name, key) != ("git", "values")}
        for name, spec in generator.items()
    }
    tools.allowance.make(
        len(outers) * (len(templates(own)) + len(values)), parts=len(outers) * (parts(own) + parts(values))
    )
    early = {key: _early(str(text), outers, made, tools) for key, text in values.items()}
    for number, result in enumerate(replaced([(own, outer) for outer in outers], tools.evaluate)):
        if early:
            result["git"]["values"] = {key: texts[number] for key, texts in early.items()}
        yield result


def first_name(text: str) -> str:
    """Return the first name that a template looks up: without a value it fails there, no Helm is needed to tell."""
    found = _FIRST.match(text)
    return found[1] if found else ""


def _early(text: str, outers: Sequence[Params], made: ApplicationSet, tools: Tools) -> list[str]:
    """Return what a text comes to with each set, or the text itself, where a set has not a name of it."""
    first = first_name(text) if made.go_template else ""
    if first and not any(first in outer for outer in outers):
        return [text] * len(outers)
    texts = [Text(template=text, params=outer, strict=made.go_template) for outer in outers]
    try:
        return tools.evaluate(texts)
    except RequestError as problem:
        if not any(phrase in str(problem) for phrase in _LATER):
            raise
    if len(outers) == 1:
        return [text]
    return [one for outer in outers for one in _early(text, [outer], made, tools)]
