"""The source of an Application that Swell renders; of any other the error says how to make it one in a step.

Argo CD renders a source by its own Helm, its own Kustomize or as plain manifests unless `plugin` says otherwise, and
takes a chart from a chart repository where `chart` stands in place of `path`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cmp.dialect import to_json
from cmp.errors import RequestError

_OTHERS = ("helm", "kustomize", "directory")
_LISTS = ("valueFiles",)
_TEXTS = ("values", "valuesObject")
_PAIRS = ("parameters", "fileParameters")
_PLAIN = ("releaseName", "ignoreMissingValueFiles")


def plugin_source(spec: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the one source with a plugin; `path` is the Application's file.

    Raises:
        RequestError: there is none, or several, or the plugin is not Swell.
    """
    every = [source for source in spec.get("sources") or [spec.get("source") or {}] if isinstance(source, dict)]
    plugins = [source for source in every if "plugin" in source]
    if not plugins:
        raise _unrendered(every, path)
    if len(plugins) > 1:
        raise RequestError(
            f"the Application has {len(plugins)} sources with a plugin, and one command answers for one",
            where=path,
            here=", ".join(_called(source) for source in plugins),
            fix="make an Application of each",
        )
    source = plugins[0]
    if extra := [key for key in _OTHERS if key in source]:
        raise RequestError(
            f"a source can't have both `plugin` and `{extra[0]}`: Argo CD refuses it",
            where=path,
            fix=f"take `{extra[0]}` out{_instead(source) if extra[0] == 'helm' else ''}",
        )
    name = (source["plugin"] or {}).get("name", "")
    if name and name.partition("-")[0] != "swell":
        raise RequestError(f"its plugin is {name}, not swell", where=path, fix="say `plugin: {name: swell}`")
    return source


def pulled(source: Mapping[str, Any]) -> str:
    """Return the fix where a source's chart lies in a chart repository: how to have its folder here."""
    address, chart = _address(source), str(source.get("chart", ""))
    version = f" --version {source['targetRevision']}" if source.get("targetRevision") else ""
    place = f"{address}/{chart}" if address.startswith("oci://") else f"{chart} --repo {address}"
    return f"helm pull {place}{version} --untar, and name that folder: --app FILE {chart}"


def _unrendered(every: Sequence[Mapping[str, Any]], path: str) -> RequestError:
    """Return the error for an Application whose sources Argo CD renders by itself."""
    helm = next((source for source in every if "helm" in source or "chart" in source), None)
    if len(every) > 1:
        names = ", ".join(_called(source) for source in every)
        refs = [source for source in every if source.get("ref")]
        declared = "".join(f", {source['ref']}: {_declared(source)}" for source in refs).removeprefix(", ")
        own = f", and declare the others in swell.yaml: `sources: {{{declared}}}`" if declared else ""
        return RequestError(
            f"the Application has {len(every)} sources, and Swell renders none of them",
            where=path,
            here=names,
            fix=f"give the one with the chart `plugin: {{name: swell}}`{_instead(helm or {})}{own}",
        )
    if helm is not None and "chart" in helm:
        return RequestError(
            f"Argo CD's own Helm renders it, from the chart {helm['chart']} of a chart repository",
            where=path,
            fix=f"say `plugin: {{name: swell}}`{_instead(helm)}; then {pulled(helm)}",
        )
    if helm is not None:
        return RequestError(
            "Argo CD's own Helm renders it, and not Swell: its source has `helm`",
            where=path,
            fix=f"say `plugin: {{name: swell}}`{_instead(helm)}",
        )
    other = next((key for key in _OTHERS for source in every if key in source), "")
    return RequestError(
        f"Argo CD renders it itself, and not Swell: its source has {f'`{other}`' if other else 'no `plugin`'}",
        where=path,
        fix="say `plugin: {name: swell}`" + (f" in place of `{other}`" if other else " in it"),
    )


def _instead(source: Mapping[str, Any]) -> str:
    """Return what says in a plugin's parameters what stands under `helm`; of values only the names."""
    helm = source.get("helm")
    if not isinstance(helm, dict) or not helm:
        return " in place of `helm`" if "helm" in source else ""
    parameters = [f"{{name: {key}, array: {to_json(helm[key])}}}" for key in _LISTS if helm.get(key)]
    parameters += [f"{{name: {key}, map: {{...}}}}" for key in _PAIRS if helm.get(key)]
    parameters += ["{name: values, string: ...}"] * any(helm.get(key) for key in _TEXTS)
    parameters += [f"{{name: {key}, string: ...}}" for key in _PLAIN if helm.get(key)]
    known = {*_LISTS, *_PAIRS, *_TEXTS, *_PLAIN}
    own = ", ".join(f"{key}: ..." for key in helm if key not in known)
    with_parameters = f", with `parameters: [{', '.join(parameters)}]`" if parameters else ""
    return f" in place of `helm`{with_parameters}" + (f", and `helm: {{{own}}}` in swell.yaml" if own else "")


def _address(source: Mapping[str, Any]) -> str:
    """Return a source's address without the login that it may hold."""
    scheme, found, rest = str(source.get("repoURL", "...")).partition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2] if found else ''}"


def _called(source: Mapping[str, Any]) -> str:
    """Return a source's name for messages: its ref, its chart or its path."""
    if source.get("ref"):
        return f"${source['ref']}"
    return str(source.get("chart") or source.get("path") or "one without a path")


def _declared(source: Mapping[str, Any]) -> str:
    revision = source.get("targetRevision") or "HEAD"
    return f"{{git: {_address(source)}, revision: {revision}}}"
