"""The list generator: an Application an element.

Source: applicationset/generators/list.go of Argo CD 3.6.1.
"""

from collections.abc import Mapping
from typing import Any

from cmp import dialect
from cmp.applicationset.model import ApplicationSet, Params, Tools, bounded, malformed

_FIX = "elements: [{name: value}]"


def params(spec: Mapping[str, Any], made: ApplicationSet, tools: Tools) -> list[Params]:  # noqa: ARG001  (as all)
    """Return the elements, and those of the text `elementsYaml`.

    Raises:
        RequestError: an element is no object or, without Go templates, has a value that is no text.
    """
    elements = list(spec.get("elements") or ())
    for one in elements:
        if one is not None and not isinstance(one, dict):
            raise malformed("an element of its list generator is no object", fix=_FIX)
    own = [dict(one or {}) if made.go_template else _texts(one or {}) for one in elements]
    return bounded(own + _written(str(spec.get("elementsYaml") or "")))


def _texts(element: Mapping[str, Any]) -> Params:
    result: Params = {}
    for key, value in element.items():
        if key == "values" and not isinstance(value, dict):
            raise malformed("`values` of an element of its list generator is no object", fix="values: {name: value}")
        named = {f"values.{name}": one for name, one in value.items()} if key == "values" else {key: value}
        for name, one in named.items():
            if not isinstance(one, str):
                raise malformed(
                    f"`{name}` of an element of its list generator is no text, and goTemplate is not on",
                    fix="quote it, or say goTemplate: true",
                )
        result |= named
    return result


def _written(text: str) -> list[Params]:
    try:
        found = dialect.load(text)
    except dialect.YamlError as problem:
        raise malformed(f"elementsYaml of its list generator can't be read: {problem}", fix="write a list") from None
    if found is None:
        return []
    if not isinstance(found, list) or not all(one is None or isinstance(one, dict) for one in found):
        raise malformed(
            "elementsYaml of its list generator is no list of objects", fix="elementsYaml: '[{name: value}]'"
        )
    return [one or {} for one in found]
