"""The parameters of an Application: where they are read from, their types, and how they are converted.

A parameter is looked for in `plugin.env` (which Argo CD passes as ARGOCD_ENV_SWELL_...), then among the Application's
parameters, then in the sidecar's own environment (SWELL_...).
"""

from cmp.errors import RequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

_PASSED = "ARGOCD_ENV_"  # stands before each name of `plugin.env`
OURS = "SWELL_"
_ENV = f"{_PASSED}{OURS}"
_START = "SWEL"  # in capitals or not, begins what may be meant for one of ours
_FORMS = ("name", "string", "array", "map")  # ApplicationSourcePluginParameter of Argo CD
_HOST = "_SERVICE_HOST"
_ALIKE = 0.7  # two letters that changed places in a word of four are more alike than this
OPERATORS = (
    *("CACHE", "CACHE_BYTES", "CPU_SECONDS", "CREDENTIALS", "DEBUG", "HELM", "HELMS", "HELM_SERVER", "LOCAL_SOURCES"),
    *("LOG", "MEMORY_BYTES", "METRICS", "POLICY", "RENDERS", "STORE", "STORE_BYTES", "TIMEOUT"),
)
"""What SWELL_ stands before in the variables that only the sidecar's own environment has, and no Application."""


def given(variables: "Mapping[str, str]") -> "dict[str, dict[str, Any]]":
    """Return every parameter in Argo CD's form: a name, and a string, an array or a map, or several of them.

    One that is a variable has the place `where` it stands, too.
    """
    _refuse_unknown(variables)
    own = {
        name: {"string": variables[f"SWELL_{variable}"], "where": f"{OURS}{variable}"}
        for name, variable in VARIABLES.items()
        if variables.get(f"SWELL_{variable}")
    }
    asked = {}
    if (text := variables.get("ARGOCD_APP_PARAMETERS") or "null") != "null":
        asked = {parameter["name"]: parameter for parameter in _parameters(text)}
    env = {
        name: {"string": variables[_ENV + variable], "where": f"{OURS}{variable} in plugin.env"}
        for name, variable in VARIABLES.items()
        if _ENV + variable in variables
    }
    for name, parameter in (own | env).items():
        _refuse_odd(name, parameter)
    return own | asked | env


def _refuse_unknown(variables: "Mapping[str, str]") -> None:
    """Refuse a variable of `plugin.env` that begins like a parameter but is unknown: most likely it is misspelt.

    Of the sidecar's own environment those are refused that are nearly the name of a known one: a misspelt SWELL_POLICY
    would enforce nothing. Of others a check and `swell doctor` tell.
    """
    for name in strangers(variables):
        from cmp.request.strangers import unknown
        from cmp.text import nearest

        if nearest(name, KNOWN, alike=_ALIKE):
            raise unknown(name, KNOWN, where="the environment")
    for variable in variables:
        if variable.startswith(_ENV) and (name := variable.removeprefix(_ENV)) not in VARIABLES.values():
            if name in OPERATORS:
                raise RequestError(
                    f"an Application can't set SWELL_{name}: only the operator can, on the sidecar",
                    fix="take it out of `plugin.env`",
                )
            from cmp.request.strangers import unknown

            raise unknown(name, VARIABLES.values())
        if (name := variable.removeprefix(_PASSED))[: len(_START)].upper() == _START and not name.startswith(OURS):
            from cmp.request.strangers import refuse_nearly_ours

            refuse_nearly_ours(name, KNOWN)


def strangers(variables: "Mapping[str, str]") -> "Iterator[str]":
    """Yield what stands behind SWELL_ in each variable of this environment that is unknown.

    Those that Kubernetes sets for each Service beside the pod are no strangers: one may be called swell.
    """
    names = sorted(name for name in variables if name.startswith(OURS))
    services = [name.removesuffix(_HOST) for name in names if name.endswith(_HOST)]
    theirs = tuple(f"{service}_{what}" for service in services for what in ("SERVICE_", "PORT"))
    yield from (
        name.removeprefix(OURS)
        for name in names
        if name.removeprefix(OURS) not in KNOWN and not name.startswith(theirs)
    )


def _parameters(text: str) -> "list[dict[str, Any]]":
    import json

    try:
        parameters = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise RequestError(
            f"ARGOCD_APP_PARAMETERS is not JSON: {problem}",
            where="the environment",
            fix='leave the variable to Argo CD, or write `[{"name": ..., "string": ...}]`',
        ) from None
    if not isinstance(parameters, list) or not all(
        isinstance(one, dict) and isinstance(one.get("name"), str) for one in parameters
    ):
        raise RequestError(
            "the parameters must be a list, each with a name and a string, an array or a map",
            fix="write them as `parameters: [{name: environment, string: prod}]`",
        )
    for one in parameters:
        if odd := next((key for key in one if key not in _FORMS), None):
            raise RequestError(
                f"the parameter {one['name']} has `{odd}`, which Argo CD does not know",
                fix=f"write it as {{name: {one['name']}, string: ...}}, or with `array` or `map`",
            )
        _refuse_odd(one["name"], one)
    return parameters


def _refuse_odd(name: str, parameter: "dict[str, Any]") -> None:
    """Refuse a parameter whose parts have another type than Argo CD gives them, or whose strings are not valid text."""
    string, array, pairs = parameter.get("string") or "", parameter.get("array") or [], parameter.get("map") or {}
    if not isinstance(string, str) or not isinstance(array, list) or not isinstance(pairs, dict):
        raise RequestError(f"the parameter {name} must be a string, an array or a map", fix="quote what is a string")
    for text in (string, *array, *pairs, *pairs.values()):
        if not isinstance(text, str):
            raise RequestError(f"the parameter {name} holds something that is not a string", fix="quote it")
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise RequestError(
                f"the parameter {name} holds something that is not text", fix="take out what is no character"
            )


# Conversion of a parameter's three parts to the type that Swell needs. A list may be given as lines or with commas,
# a map as lines of key=value, since `plugin.env` has only strings.


def text_of(name: str, parameter: "dict[str, Any]") -> str:
    """Return a parameter that is one string. Raises RequestError for any other."""
    if (text := _plain(parameter)) is None:
        raise RequestError(f"the parameter {name} must be one string", fix=f"{{name: {name}, string: ...}}")
    return text


def word_of(name: str, parameter: "dict[str, Any]") -> str:
    """Return a parameter that Swell does not know, a placeholder for paths. Raises RequestError if it is no string."""
    if (text := _plain(parameter)) is None:
        from cmp.request.strangers import instead

        raise RequestError(
            f"{name} is no parameter of Swell's, and a placeholder for paths must be one string",
            fix=instead(name, VARIABLES),
        )
    return text


def _plain(parameter: "dict[str, Any]") -> str | None:
    pieces = [piece for piece in (parameter.get("string"), *(parameter.get("array") or ())) if piece is not None]
    return None if parameter.get("map") or len(pieces) > 1 else pieces[0] if pieces else ""


def _array(name: str, parameter: "dict[str, Any]") -> tuple[str, ...]:
    if parameter.get("map"):
        raise RequestError(f"the parameter {name} must be an array", fix=f"{{name: {name}, array: [...]}}")
    lines = (parameter.get("string") or "").replace(",", "\n").splitlines()
    return (*(line.strip() for line in lines if line.strip()), *(parameter.get("array") or ()))


def _map(name: str, parameter: "dict[str, Any]") -> tuple[tuple[str, str], ...]:
    pairs = dict(parameter.get("map") or {})
    for line in (*(parameter.get("string") or "").splitlines(), *(parameter.get("array") or ())):
        key, equals, value = line.partition("=")
        if not equals:
            raise RequestError(
                f"the parameter {name} must be a map, or lines of key=value", fix=f"{{name: {name}, map: {{...}}}}"
            )
        pairs[key.strip()] = value
    if odd := next((key for key in pairs if not key or "," in key or "=" in key), None):
        raise RequestError(
            f"the parameter {name} has a key that Helm would take for more than one: {odd!r}",
            fix="take a parameter for each key, without , and = in it",
        )
    return tuple(sorted(pairs.items()))


def _flag(name: str, parameter: "dict[str, Any]") -> bool:
    return _one_of(("true", "false"), name, parameter) == "true"


def _switch(name: str, parameter: "dict[str, Any]") -> str:
    return _one_of(("on", "off"), name, parameter)


def _one_of(words: tuple[str, str], name: str, parameter: "dict[str, Any]") -> str:
    text = text_of(name, parameter).lower()
    if text not in ("", *words):
        both = f"'{words[0]}' or '{words[1]}'"
        raise RequestError(f"the parameter {name} must be {both}", fix=f"write {both}, in YAML with the quotes")
    return text


SHAPES: "dict[str, Callable[[str, dict[str, Any]], Any]]" = {
    "environment": text_of,
    "cluster": text_of,
    "valueFiles": _array,
    "values": text_of,
    "parameters": _map,
    "fileParameters": _map,
    "ignoreMissingValueFiles": _flag,
    "releaseName": text_of,
    "config": text_of,
    "order": _switch,
}


def _variable(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name)


VARIABLES = {name: _variable(name) for name in SHAPES}
"""Each parameter's name as part of a variable: valueFiles is VALUE_FILES in SWELL_VALUE_FILES."""

KNOWN = (*OPERATORS, *VARIABLES.values())
"""What stands behind SWELL_ in all variables that Swell reads."""
