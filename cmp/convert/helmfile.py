"""The releases of a helmfile.yaml, as Applications of Argo CD's own Helm.

Source: docs of helmfile 1.7.4. A file with templates, bases or environments is one that `helmfile build` prints whole.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from cmp import dialect
from cmp.convert.native import Place
from cmp.errors import RequestError
from cmp.value import Value

_WHOLE = "name what this prints in its place: helmfile -e prod build > built.yaml"
_PLAIN = ("repositories", "releases", "helmDefaults", "renderedvalues", "filepath", "environments", "kubeContext")
_RELEASE = (
    *(
        "name",
        "namespace",
        "chart",
        "version",
        "values",
        "set",
        "setString",
        "installed",
        "labels",
        "condition",
        "wait",
    ),
    *("timeout", "atomic", "needs", "createNamespace", "missingFileHandler", "kubeContext", "enabled", "force"),
    *("recreatePods", "historyMax", "cleanupOnFail", "disableValidation", "kubeVersion", "apiVersions"),
)


ALIAS = "helmfile"
"""The `ref` of the helmfile's repository, below whose root its values files are named."""


class Release(Value):
    """A release: its name and namespace, where its chart lies, and the fields of `helm` that do what it says."""

    name: str
    namespace: str
    chart: Place
    helm: Mapping[str, Any]
    needs: tuple[str, ...]


def is_helmfile(document: Any) -> bool:
    """Tell whether a document is a helmfile."""
    return isinstance(document, dict) and "releases" in document and "kind" not in document


def releases(text: str, here: Place, *, path: str) -> list[Release]:
    """Return the releases of a helmfile that are installed; `here` is the folder that it lies in.

    Raises:
        RequestError: it is more than helmfile's plain form, or a release says what has no counterpart.
    """
    if "{{" in text:
        raise RequestError("it is a template of helmfile's", where=path, fix=_WHOLE)
    document = dialect.load(text)
    if odd := [key for key in document if key not in _PLAIN]:
        raise RequestError(f"`{odd[0]}` makes it more than its own releases", where=path, fix=_WHOLE)
    known = {str(one.get("name")): one for one in _list(document, "repositories", path) if isinstance(one, dict)}
    listed = [one for one in _list(document, "releases", path) if isinstance(one, dict)]
    return [_release(one, known, here, path) for one in listed if one.get("installed", True)]


def _list(said: Mapping[str, Any], field: str, path: str) -> list[Any]:
    """Return a list of a helmfile or a release, an empty one where it is not said. Raises RequestError for others."""
    found = said.get(field) or []
    if not isinstance(found, list):
        raise RequestError(f"`{field}` is no list", where=path, fix=f"write `{field}: [...]`")
    return found


def _set(said: Mapping[str, Any], field: str, path: str) -> list[Mapping[str, Any]]:
    """Return the values of `set` or `setString`. Raises RequestError where one has no name."""
    found = _list(said, field, path)
    if not all(isinstance(one, dict) and "name" in one for one in found):
        raise RequestError(
            f"an element of `{field}` has no name", where=path, fix=f"{field}: [{{name: a.b, value: c}}]"
        )
    return found


def _release(said: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], here: Place, path: str) -> Release:
    name = str(said.get("name", ""))
    if odd := [key for key in said if key not in _RELEASE]:
        raise RequestError(
            f"the release {name} has `{odd[0]}`, which has no counterpart",
            where=path,
            fix="say it as a rule, a patch or values in swell.yaml, and take it out",
        )
    values = list(_values(said, name, path))
    return Release(
        name=name,
        namespace=str(said.get("namespace") or ""),
        chart=_chart(str(said.get("chart", "")), str(said.get("version") or ""), known, here),
        needs=tuple(str(one).rpartition("/")[2] for one in _list(said, "needs", path)),
        helm={
            "releaseName": name,
            "valueFiles": [_below(here, held) for held in values if isinstance(held, str)],
            "valuesObject": next((held for held in values if not isinstance(held, str)), {}),
            "parameters": [
                {"name": str(one["name"]), "value": str(one["value"]), "forceString": key == "setString"}
                for key in ("set", "setString")
                for one in _set(said, key, path)
                if "value" in one
            ],
            "fileParameters": [
                {"name": str(one["name"]), "path": _below(here, str(one["file"]))}
                for one in _set(said, "set", path)
                if "file" in one
            ],
            "kubeVersion": said.get("kubeVersion", ""),
            "apiVersions": said.get("apiVersions", []),
            "ignoreMissingValueFiles": said.get("missingFileHandler") in ("Warn", "Info", "Debug"),
        },
    )


def _values(said: Mapping[str, Any], name: str, path: str) -> Iterator[str | dict[str, Any]]:
    """Yield the files of values and then, if there are any, the values that stand in the helmfile."""
    held: dict[str, Any] = {}
    for one in _list(said, "values", path):
        if isinstance(one, dict):
            held = _over(held, one)
        elif held:
            raise RequestError(
                f"the release {name} has a values file above values that stand in the helmfile",
                where=path,
                fix="put these values into a file of their own",
            )
        else:
            yield str(one)
    if held:
        yield held


def _below(here: Place, file: str) -> str:
    return f"${ALIAS}/{os.path.normpath(os.path.join(here.path, file))}"


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {key for key in above if isinstance(below.get(key), dict) and isinstance(above[key], dict)}
    return {**below, **above, **{key: _over(below[key], above[key]) for key in both}}


def _chart(said: str, version: str, known: Mapping[str, Mapping[str, Any]], here: Place) -> Place:
    """Return where a chart lies: in a repository of the helmfile, in a registry, or in a folder beside it."""
    alias, _, chart = said.partition("/")
    if said.startswith("oci://"):
        return Place(
            address=said.removeprefix("oci://").rpartition("/")[0], revision=version, chart=said.rpartition("/")[2]
        )
    if alias in known and chart:
        url = str(known[alias].get("url", ""))
        bare = url.removeprefix("oci://")
        return Place(address=bare if known[alias].get("oci") else url, revision=version, chart=chart)
    return here.replace(path=os.path.normpath(os.path.join(here.path, said)))
