"""The source of an Application that Swell renders; of any other the error says how to make it one in a step.

Argo CD renders a source by its own Helm, its own Kustomize or as plain manifests unless `plugin` says otherwise, and
takes a chart from a chart repository where `chart` stands in place of `path`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cmp.errors import LeftError, RequestError
from cmp.text import nearest, pasted

_PIPED = "pipe what Argo CD renders: argocd app manifests NAME | swell check -"
_OTHERS = ("helm", "kustomize", "directory")


def plugin_source(spec: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the one source with a plugin; `path` is the Application's file.

    Raises:
        RequestError: there is none, or several, or the plugin is not Swell.
    """
    every = _sources(spec)
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
    if not source.get("path") and not source.get("chart"):
        said = "the Application's source has neither `path` nor `chart`: Argo CD refuses it"
        raise RequestError(
            said, where=path, fix="add `path`, the folder below the repository's root; . is the root itself"
        )
    if extra := [key for key in _OTHERS if key in source]:
        raise RequestError(
            f"a source can't have both `plugin` and `{extra[0]}`: Argo CD refuses it",
            where=path,
            fix=f"take `{extra[0]}` out" + (f"; or take `plugin` out, and {_converted(path)}" * (extra[0] == "helm")),
        )
    name = (source["plugin"] or {}).get("name", "")
    if name and name.partition("-")[0] != "swell":
        if is_other(name):
            raise left(f"the plugin {name}", path)
        raise RequestError(f"its plugin is {name}, not swell", where=path, fix="say `plugin: {name: swell}`")
    return source


def left(tool: str, path: str) -> LeftError:
    """Return what stands for an Application that another tool renders: changed for Swell, it would break."""
    return LeftError(f"{tool} renders it, and not Swell", where=path, fix=_PIPED)


def asks_plugin(spec: Mapping[str, Any]) -> bool:
    """Tell whether a source has a plugin that may be Swell."""
    plugins = [source["plugin"] or {} for source in _sources(spec) if "plugin" in source]
    return any(not is_other(str(plugin.get("name", ""))) for plugin in plugins)


def is_other(name: str) -> bool:
    """Tell whether a plugin is another one than Swell, whose name is not misspelt either."""
    return bool(name) and name.partition("-")[0] != "swell" and not nearest(name, ["swell"])


def others(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the sources without a plugin are called, which Argo CD renders itself or takes values from."""
    return tuple(_called(source) for source in _sources(spec) if "plugin" not in source)


def _sources(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [source for source in spec.get("sources") or [spec.get("source") or {}] if isinstance(source, dict)]


def _unrendered(every: Sequence[Mapping[str, Any]], path: str) -> RequestError:
    """Return the error for an Application whose sources Argo CD renders by itself."""
    if not any(every):
        fix = "say where it is: `source: {repoURL: ..., path: ..., plugin: {name: swell}}`"
        return RequestError("the Application has no source", where=path, fix=fix)
    if len(every) > 1:
        said = f"the Application has {len(every)} sources, and Swell renders none of them"
        return RequestError(said, where=path, here=", ".join(map(_called, every)), fix=_converted(path))
    (source,) = every
    if "chart" in source:
        said = f"Argo CD's own Helm renders it, from the chart {source['chart']} of a chart repository"
        return RequestError(said, where=path, fix=_converted(path))
    if "helm" in source:
        said = "Argo CD's own Helm renders it, and not Swell: its source has `helm`"
        return RequestError(said, where=path, fix=_converted(path))
    if tool := "Kustomize" if "kustomize" in source else "Jsonnet" * bool(_directory(source).get("jsonnet")):
        return left(tool, path)
    return RequestError(
        "Argo CD renders it itself, and not Swell: its source has no `plugin`",
        where=path,
        fix=f"of a chart, {_converted(path)}; {_PIPED}",
    )


def _directory(source: Mapping[str, Any]) -> Mapping[str, Any]:
    return source.get("directory") or {}


def _converted(path: str) -> str:
    return f"swell convert {pasted(path)} -w gives it a plugin, and proves that it renders the same"


def _called(source: Mapping[str, Any]) -> str:
    """Return a source's name for messages: its ref, its chart or its path."""
    if source.get("ref"):
        return f"${source['ref']}"
    return str(source.get("chart") or source.get("path") or "one without a path")
