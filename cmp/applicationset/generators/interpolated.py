"""The second generator of a matrix, whose texts know the parameters that the first one made.

Source: RenderGeneratorParams in applicationset/utils/utils.go of Argo CD 3.6.1.
"""

from collections.abc import Mapping
from typing import Any

from cmp.applicationset.model import ApplicationSet, Params, Text, Tools
from cmp.applicationset.texts import replaced
from cmp.errors import RequestError

_LATER = ("map has no entry for key", "can't evaluate field")
"""What a text says that knows a name of its own generator's: it is evaluated there."""


def interpolated(generator: Mapping[str, Any], outer: Params, made: ApplicationSet, tools: Tools) -> dict[str, Any]:
    """Return a generator with its texts evaluated; of the `values` of git, those stay whose names are not there yet.

    Raises:
        RequestError: a text can't be evaluated.
    """
    own = {
        name: {key: value for key, value in spec.items() if (name, key) != ("git", "values")}
        for name, spec in generator.items()
    }
    (result,) = replaced([(own, outer)], tools.evaluate)
    if values := (generator.get("git") or {}).get("values"):
        result["git"]["values"] = {key: _early(str(text), outer, made, tools) for key, text in values.items()}
    return dict(result)


def _early(text: str, outer: Params, made: ApplicationSet, tools: Tools) -> str:
    try:
        return tools.evaluate([Text(template=text, params=outer, strict=made.go_template)])[0]
    except RequestError as problem:
        if not any(phrase in str(problem) for phrase in _LATER):
            raise
        return text
