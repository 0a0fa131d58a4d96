"""What is asked for: an application, its namespace and its parameters, read from the environment that Argo CD sets.

Argo CD's variables: getPluginEnvs in reposerver/repository/repository.go and ApplicationSourcePluginParameters.Environ
of Argo CD 3.5.1. The call for parameter announcements gets fewer of them (populatePluginAppDetails), so each may lack.
"""

from cmp.errors import RequestError
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_ENV = "ARGOCD_ENV_SWELL_"  # what Argo CD makes of SWELL_ in `plugin.env`
NAMES = ("app", "namespace", "project")  # placeholders that Argo CD fills, beside the parameters


class AppRequest(Value):
    """One application to render, wherever the words came from.

    `folder` is the application's folder (absolute) and `source_path` what Argo CD calls it below the repository's
    root, None on a laptop. `texts` holds every parameter that is a plain text, those of the author's own included:
    they serve as placeholders in paths. What a person gave on a command line is in
    `local_files` (absolute paths) and `assignments` (as `--set` takes them).
    """

    folder: str
    source_path: str | None = None
    app: str = ""
    namespace: str = ""
    project: str = ""
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    value_files: tuple[str, ...] = ()
    set_values: tuple[tuple[str, str], ...] = ()
    assignments: tuple[str, ...] = ()
    local_files: tuple[str, ...] = ()
    set_files: tuple[tuple[str, str], ...] = ()
    ignore_missing: bool = False

    def text(self, name: str) -> str:
        """Return a plain parameter, "" if it was not given."""
        return dict(self.texts).get(name, "")

    @property
    def release(self) -> str:
        """Helm's release name: the parameter `releaseName`, else the application's name."""
        return self.text("releaseName") or self.app


def from_environment(environ: "Mapping[str, str]", *, folder: str) -> AppRequest:
    """Read Argo CD's environment.

    A parameter is looked for in `plugin.env` (which reaches us as ARGOCD_ENV_SWELL_...), then among the Application's
    parameters, then in the sidecar's own environment (SWELL_...).

    Raises:
        RequestError: a parameter is of the wrong shape, or a name can't be a name.
    """
    given = _given(environ)
    shaped = {name: shape(name, given.pop(name)) for name, shape in _SHAPES.items() if name in given}
    texts = {name: value for name, value in shaped.items() if isinstance(value, str)}
    texts |= {name: _text(name, parameter) for name, parameter in given.items()}
    request = AppRequest(
        folder=folder,
        source_path=environ.get("ARGOCD_APP_SOURCE_PATH"),
        # An application outside Argo CD's own namespace is called <namespace>_<name>; no name holds an underscore.
        app=environ.get("ARGOCD_APP_NAME", "").rpartition("_")[2] or folder.rstrip("/").rpartition("/")[2],
        namespace=environ.get("ARGOCD_APP_NAMESPACE", ""),
        project=environ.get("ARGOCD_APP_PROJECT_NAME", ""),
        kube_version=environ.get("KUBE_VERSION", ""),
        api_versions=tuple(filter(None, environ.get("KUBE_API_VERSIONS", "").split(","))),
        texts=tuple(sorted(texts.items())),
        value_files=shaped.get("valueFiles", ()),
        set_values=shaped.get("parameters", ()),
        set_files=shaped.get("fileParameters", ()),
        ignore_missing=shaped.get("ignoreMissingValueFiles", False),
    )
    for what, name in (("release", request.release), ("namespace", request.namespace), ("application", request.app)):
        _refuse_flag(what, name)
    return request


def _given(environ: "Mapping[str, str]") -> "dict[str, dict[str, Any]]":
    """Return every parameter as Argo CD writes one: a name, and a string, an array or a map, or several of them."""
    _refuse_unknown(environ)
    own = {
        name: {"string": environ[f"SWELL_{variable}"]}
        for name, variable in VARIABLES.items()
        if environ.get(f"SWELL_{variable}")
    }
    asked = {}
    if (text := environ.get("ARGOCD_APP_PARAMETERS") or "null") != "null":
        asked = {parameter["name"]: parameter for parameter in _parameters(text)}
    env = {
        name: {"string": environ[_ENV + variable]} for name, variable in VARIABLES.items() if _ENV + variable in environ
    }
    for name, parameter in (own | env).items():
        _refuse_odd(name, parameter)
    return own | asked | env


def _refuse_unknown(environ: "Mapping[str, str]") -> None:
    """Refuse a variable of `plugin.env` that looks like a parameter's and is none: most likely a misspelt one."""
    for variable in environ:
        if variable.startswith(_ENV) and (name := variable.removeprefix(_ENV)) not in VARIABLES.values():
            import difflib

            close = difflib.get_close_matches(name, VARIABLES.values(), n=1)
            known = ", ".join(f"SWELL_{word}" for word in VARIABLES.values())
            cure = f"did you mean SWELL_{close[0]}?" if close else f"the variables are {known}"
            raise RequestError(f"there is no variable SWELL_{name}", cure=cure)


def _parameters(text: str) -> "list[dict[str, Any]]":
    import json

    try:
        parameters = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise RequestError(f"ARGOCD_APP_PARAMETERS is not JSON: {problem}") from None
    if not isinstance(parameters, list) or not all(
        isinstance(one, dict) and isinstance(one.get("name"), str) for one in parameters
    ):
        raise RequestError("the parameters must be a list, each with a name and a string, an array or a map")
    for one in parameters:
        _refuse_odd(one["name"], one)
    return parameters


def _refuse_odd(name: str, parameter: "dict[str, Any]") -> None:
    """Refuse a parameter whose parts have another type than Argo CD gives them, or hold what is no text."""
    string, array, pairs = parameter.get("string") or "", parameter.get("array") or [], parameter.get("map") or {}
    if not isinstance(string, str) or not isinstance(array, list) or not isinstance(pairs, dict):
        raise RequestError(f"the parameter {name} must be a string, an array or a map", cure="quote what is a string")
    for text in (string, *array, *pairs, *pairs.values()):
        if not isinstance(text, str):
            raise RequestError(f"the parameter {name} holds something that is not a string", cure="quote it")
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise RequestError(f"the parameter {name} holds something that is not text")


def _refuse_flag(what: str, name: str) -> None:
    if name.startswith("-"):
        raise RequestError(f"the {what} {name!r} begins with '-', as only flags do", cure="choose another name")


# How a parameter's three possible parts become what Swell wants of it. Text stands for a list as lines or with commas,
# for a map as lines of key=value, since `plugin.env` knows text alone.


def _text(name: str, parameter: "dict[str, Any]") -> str:
    pieces = [piece for piece in (parameter.get("string"), *(parameter.get("array") or ())) if piece is not None]
    if parameter.get("map") or len(pieces) > 1:
        raise RequestError(f"the parameter {name} must be one string", cure=f"{{name: {name}, string: ...}}")
    return pieces[0] if pieces else ""


def _array(name: str, parameter: "dict[str, Any]") -> tuple[str, ...]:
    if parameter.get("map"):
        raise RequestError(f"the parameter {name} must be an array", cure=f"{{name: {name}, array: [...]}}")
    lines = (parameter.get("string") or "").replace(",", "\n").splitlines()
    return (*(line.strip() for line in lines if line.strip()), *(parameter.get("array") or ()))


def _map(name: str, parameter: "dict[str, Any]") -> tuple[tuple[str, str], ...]:
    pairs = dict(parameter.get("map") or {})
    for line in (*(parameter.get("string") or "").splitlines(), *(parameter.get("array") or ())):
        key, equals, value = line.partition("=")
        if not equals:
            raise RequestError(
                f"the parameter {name} must be a map, or lines of key=value", cure=f"{{name: {name}, map: {{...}}}}"
            )
        pairs[key.strip()] = value
    if odd := next((key for key in pairs if not key or "," in key or "=" in key), None):
        raise RequestError(f"the parameter {name} has a key that Helm would take for more than one: {odd!r}")
    return tuple(sorted(pairs.items()))


def _flag(name: str, parameter: "dict[str, Any]") -> bool:
    text = _text(name, parameter).lower()
    if text not in ("", "true", "false"):
        raise RequestError(f"the parameter {name} must be 'true' or 'false'")
    return text == "true"


def _switch(name: str, parameter: "dict[str, Any]") -> str:
    text = _text(name, parameter).lower()
    if text not in ("", "on", "off"):
        raise RequestError(f"the parameter {name} must be 'on' or 'off'")
    return text


_SHAPES: "dict[str, Callable[[str, dict[str, Any]], Any]]" = {
    "environment": _text,
    "cluster": _text,
    "valueFiles": _array,
    "values": _text,
    "parameters": _map,
    "fileParameters": _map,
    "ignoreMissingValueFiles": _flag,
    "releaseName": _text,
    "config": _text,
    "order": _switch,
}


def _variable(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name)


VARIABLES = {name: _variable(name) for name in _SHAPES}
"""Each parameter's name as part of a variable: valueFiles is VALUE_FILES in SWELL_VALUE_FILES."""
