"""A chart as Argo CD's own Helm source renders it: where it lies, and what its values are made of.

Source: ApplicationSourceHelm in pkg/apis/application/v1alpha1/types.go of Argo CD 3.6.1.
"""

from collections.abc import Mapping
from typing import Any

from cmp import dialect
from cmp.errors import RequestError
from cmp.text import among
from cmp.value import Value
from cmp.values.set_syntax import assignments

_OTHERS = ("kustomize", "directory")
_LISTS = ("parameters", "fileParameters", "valueFiles", "apiVersions")
_SETTINGS = ("kubeVersion", "apiVersions", "skipCrds", "skipTests", "skipSchemaValidation")
"""What swell.yaml says under `helm`."""
_READ = (
    *("valueFiles", "ignoreMissingValueFiles", "values", "valuesObject", "parameters", "fileParameters", "releaseName"),
    "namespace",
    *_SETTINGS,
)
_DROPPED = {
    "passCredentials": "each host has its own credentials, which the operator mounts in the sidecar",
    "version": "Argo CD has one Helm, and Swell takes it too; another one is `helm: {version: ...}` in swell.yaml",
}


class Place(Value):
    """Where something lies: a repository's address and revision; a path in it, or the name of a chart."""

    address: str
    revision: str
    path: str = ""
    chart: str = ""


class Native(Value):
    """A chart and what Argo CD gives Helm for it.

    `refs` are the other sources by their names in `value_files`. `settings` is what Helm is told beside values, by the
    names of an Application. `namespace` is Helm's, "" for that of the destination. `notes` say what
    has no counterpart and is left out.
    """

    chart: Place
    refs: Mapping[str, Place]
    value_files: tuple[str, ...]
    values: str
    parameters: tuple[tuple[str, str], ...]
    file_parameters: tuple[tuple[str, str], ...]
    ignore_missing: bool
    release: str
    namespace: str
    settings: Mapping[str, Any]
    notes: tuple[str, ...] = ()


def native(spec: Mapping[str, Any], path: str) -> Native:
    """Return what an Application's sources say; `path` is its file.

    Raises:
        RequestError: they are not one chart and what its values lie in, or say what Swell has no counterpart of.
    """
    every = [source for source in spec.get("sources") or [spec.get("source") or {}] if isinstance(source, dict)]
    refs = {str(source["ref"]): source for source in every if source.get("ref")}
    charts = [source for source in every if source.get("chart") or source.get("path") or not source.get("ref")]
    if len(charts) != 1:
        named = among([str(one.get("chart") or one.get("path") or "one without a path") for one in charts], joint="and")
        raise RequestError(
            f"{len(charts)} of its sources are rendered, and an Application of Swell's has one",
            where=path,
            here=named,
            fix="make an Application of each",
        )
    source = charts[0]
    for other in _OTHERS:
        if other in source:
            raise RequestError(
                f"its source has `{other}`, and Swell renders Helm charts",
                where=path,
                fix=f"leave it to Argo CD; `swell plan -` reads what `{other}` makes",
            )
    return of_helm(source.get("helm") or {}, place(source), {name: place(one) for name, one in refs.items()}, path)


def of_helm(helm: Mapping[str, Any], chart: Place, refs: Mapping[str, Place], path: str) -> Native:
    """Return what the fields of an Application's `helm` say of a chart. Raises RequestError for an unknown field."""
    if not isinstance(helm, dict):
        raise RequestError("`helm` must be a mapping", where=path, fix=f"its fields are {', '.join(_READ)}")
    if odd := [key for key in _LISTS if not isinstance(helm.get(key) or [], list)]:
        raise RequestError(f"`helm.{odd[0]}` must be a list", where=path, fix=f"{odd[0]}: [...]")
    if unknown := [key for key in helm if key not in (*_READ, *_DROPPED)]:
        raise RequestError(f"`helm` has no field {unknown[0]}", where=path, fix=f"its fields are {', '.join(_READ)}")
    said = _entries(helm, "parameters", ("name", "value"), path)
    forced = {one["name"]: one["value"] for one in said if one.get("forceString")}
    plain = {one["name"]: one["value"] for one in said if not one.get("forceString")}
    files = _entries(helm, "fileParameters", ("name", "path"), path)
    return Native(
        chart=chart,
        refs=refs,
        value_files=tuple(map(str, helm.get("valueFiles") or ())),
        values=_with_strings(_values(helm), forced, path),
        parameters=tuple((name, value) for name, value in plain.items() if name not in forced),
        file_parameters=tuple((one["name"], one["path"]) for one in files),
        ignore_missing=bool(helm.get("ignoreMissingValueFiles")),
        release=str(helm.get("releaseName") or ""),
        namespace=str(helm.get("namespace") or ""),
        settings={key: helm[key] for key in _SETTINGS if helm.get(key)},
        notes=tuple(f"`{key}` is left out: {why}" for key, why in _DROPPED.items() if helm.get(key)),
    )


def place(source: Mapping[str, Any]) -> Place:
    """Return where a source of an Application lies."""
    return Place(
        address=str(source.get("repoURL", "")),
        revision=str(source.get("targetRevision") or ""),
        path=str(source.get("path") or ""),
        chart=str(source.get("chart") or ""),
    )


def _entries(helm: Mapping[str, Any], field: str, keys: tuple[str, str], path: str) -> list[dict[str, Any]]:
    """Return the entries of a list, each with texts for its two keys; "" where a second one is missing."""
    found = [{keys[1]: "", **one} if isinstance(one, dict) else {} for one in helm.get(field) or ()]
    for one in found:
        for key in keys:
            if not isinstance(one.get(key), str):
                raise RequestError(
                    f"a `{key}` in `helm.{field}` must be a text", where=path, fix="quote it: YAML reads more than text"
                )
    return found


def _values(helm: Mapping[str, Any]) -> str:
    """Return the values as text; an object counts before a text, as in Argo CD (ValuesYAML)."""
    if held := helm.get("valuesObject"):
        return dialect.dump(held)
    return str(helm.get("values") or "")


def _with_strings(values: str, forced: Mapping[str, str], path: str) -> str:
    """Return the values with what `forceString` says, since a plugin's parameters have no such mark."""
    if not forced:
        return values
    try:
        document = dialect.load(values) or {}
    except dialect.YamlError as problem:
        raise RequestError(f"`values`: {problem.message}", where=path, fix=problem.fix) from None
    for name, value in forced.items():
        keys = [step for one in assignments(f"{name}=x") for step in one.steps]
        here = document
        for step in keys[:-1]:
            here = here.setdefault(step, {}) if isinstance(here, dict) and isinstance(step, str) else None
        if not isinstance(here, dict) or not keys or not isinstance(keys[-1], str):
            raise RequestError(
                f"the parameter {name} has `forceString`, and its path leads into a list",
                where=path,
                fix="write that list in `values`",
            )
        here[keys[-1]] = value
    return dialect.dump(document)
