"""An Application that Argo CD renders by itself, as it stands, in the form in which Swell can ask for it.

Which tool renders a source: ExplicitType in pkg/apis/application/v1alpha1/types.go and AppType in util/app/discovery of
Argo CD 3.6.1: what the source says, else what lies in its folder.
"""

import os
from collections.abc import Mapping
from typing import Any

from cmp.convert.filled import filled
from cmp.convert.lovely import is_lovely
from cmp.convert.native import native
from cmp.convert.plugin_form import Here, alone, converted
from cmp.request.application import folder_here, folder_of, overridden, roots_of
from cmp.request.application_source import is_other, left
from cmp.system.files import is_there

_KUSTOMIZE = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def is_helms(application: Mapping[str, Any], file: str) -> bool:
    """Tell whether Argo CD's own Helm renders an Application."""
    every = _sources(application)
    if any("plugin" in source for source in every):
        return False
    if len(every) > 1 or any(source.get("helm") is not None or source.get("chart") for source in every):
        return True
    return bool(every) and _has(every[0], file, "Chart.yaml")


def is_swells(application: Mapping[str, Any]) -> bool:
    """Tell whether Swell renders an Application: by its name, or by a plugin without one, which Argo CD finds."""
    for plugin in (one["plugin"] or {} for one in _sources(application) if "plugin" in one):
        if str(plugin.get("name") or "swell").partition("-")[0] == "swell" and not is_lovely(plugin):
            return True
    return False


def as_plugins(application: Mapping[str, Any], here: Here, file: str, *, own: bool) -> Mapping[str, Any]:
    """Return an Application of Argo CD's own Helm as one that Swell renders.

    `own` tells whether Argo CD's Helm itself is to be seen, for which no swell.yaml of the repository counts.

    Raises:
        RequestError: it says what has no counterpart.
    """
    spec = application.get("spec") or {}
    name = str((application.get("metadata") or {}).get("name", ""))
    if isinstance(source := spec.get("source"), dict) and not spec.get("sources") and source.get("path"):
        spec = {**spec, "source": overridden(source, folder_of(source, file, roots_of(file)), name)}
    spec = filled({**application, "spec": spec})
    source = converted(native(spec, file), here.addressed, path=file, pulls=True)
    kept = {key: spec[key] for key in spec if key != "sources"}
    return {**application, "spec": {**kept, "source": alone(source) if own else source}}


def other_tool(application: Mapping[str, Any], file: str) -> str:
    """Return what an Application's objects are made of, in words, where neither Helm nor Swell does; "" where one does.

    argocd-lovely-plugin renders charts, and a name that is nearly Swell's is misspelt.
    """
    every = _sources(application)
    for plugin in (one["plugin"] or {} for one in every if "plugin" in one):
        if is_other(name := str(plugin.get("name", ""))) and not is_lovely(plugin):
            return f"the plugin {name} renders it"
    if len(every) != 1 or {"plugin", "helm", "chart"} & every[0].keys():
        return ""
    folder = str(every[0].get("path") or ".")
    for key in ("kustomize", "directory"):
        if key in every[0]:
            return f"its source has `{key}`"
    if not _has(every[0], file, "") or _has(every[0], file, "Chart.yaml"):
        return ""
    kustomization = any(_has(every[0], file, name) for name in _KUSTOMIZE)
    return f"its folder {folder} holds {'a kustomization' if kustomization else 'plain manifests'}"


def is_argo_cds(application: Mapping[str, Any], file: str) -> bool:
    """Tell whether Argo CD renders an Application itself, in a way that is rendered here too; errors as below."""
    return is_helms(application, file) or plain_source(application, file) is not None


def plain_source(application: Mapping[str, Any], file: str) -> Mapping[str, Any] | None:
    """Return the source of an Application of plain manifests, None where it is another one.

    Raises:
        LeftError: it has Jsonnet, or a folder for Kustomize.
    """
    every = _sources(application)
    if len(every) != 1 or {"plugin", "helm", "chart", "kustomize"} & every[0].keys():
        return None
    if _has(every[0], file, "Chart.yaml"):
        return None
    if (every[0].get("directory") or {}).get("jsonnet"):
        raise left("Jsonnet", file)
    if any(_has(every[0], file, name) for name in _KUSTOMIZE):
        raise left("Kustomize", file)
    return every[0]


def _sources(application: Mapping[str, Any]) -> list[dict[str, Any]]:
    spec = application.get("spec") or {}
    return [one for one in spec.get("sources") or [spec.get("source")] if isinstance(one, dict)]


def _has(source: Mapping[str, Any], file: str, name: str) -> bool:
    """Tell whether the folder of a source is here, and has a file."""
    folder = folder_here(source, roots_of(file))
    return bool(folder) and is_there(os.path.join(folder, name))
