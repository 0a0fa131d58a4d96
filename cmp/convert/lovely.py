"""What argocd-lovely-plugin does to a chart, as the fields of an Application's `helm`.

Source: doc/parameter.md and pkg/processor/helmProcessor.go of argocd-lovely-plugin 1.2.5. A parameter counts before a
variable of `plugin.env`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp import dialect
from cmp.errors import RequestError

_PREFIX = "LOVELY_"
_READ = ("HELM_NAME", "HELM_NAMESPACE", "HELM_VALUES", "HELM_MERGE", "HELM_CRDS")
_TOOLS = ("HELM_PATH", "HELM_REPO_ADD_PARAMS", "KUSTOMIZE_PATH", "HELMFILE_PATH", "DETECTION_REGEX")
"""Where lovely finds its programs and applications, which changes nothing that is rendered."""
_NO = {
    "HELM_PATCH": "write what it patches as `values`",
    "HELM_TEMPLATE_PARAMS": "say its options as the plugin's parameters, or as `helm` in swell.yaml",
    "HELMFILE": "convert the helmfile itself: swell convert helmfile.yaml",
    "KUSTOMIZE": "say what it changes as rules and patches in swell.yaml",
    "PLUGINS": "Swell runs no programs of an Application; say what they change as rules and patches in swell.yaml",
    "PREPROCESSORS": "Swell runs no programs of an Application; commit what they make",
}


def is_lovely(plugin: Mapping[str, Any]) -> bool:
    """Tell whether a plugin of an Application is lovely, by its name or by what it is given."""
    return "lovely" in str(plugin.get("name", "")) or any(_given(plugin))


def helm_of(plugin: Mapping[str, Any], *, namespace: str, path: str) -> dict[str, Any]:
    """Return the fields of `helm` that do what lovely's variables do; `namespace` is that of the destination.

    Raises:
        RequestError: one does what Swell has no counterpart of.
    """
    given = dict(_given(plugin))
    for name in given:
        if name not in (*_READ, *_TOOLS):
            fix = next((fix for known, fix in _NO.items() if name.startswith(known)), "take it out")
            raise RequestError(f"{_PREFIX}{name} has no counterpart in Swell", where=path, fix=fix)
    if given.get("HELM_NAMESPACE", namespace) != namespace:
        raise RequestError(
            "LOVELY_HELM_NAMESPACE is another namespace than that of the destination",
            where=path,
            fix="make it the destination's namespace: Swell renders for that one",
        )
    files = given.get("HELM_VALUES", "").split()
    return {
        "releaseName": given.get("HELM_NAME", ""),
        "valueFiles": files,
        "values": _merged(given.get("HELM_MERGE", ""), files, path),
        "skipCrds": given.get("HELM_CRDS", "true").lower() == "false",
    }


def _given(plugin: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield lovely's own variables without their prefix, the strongest last."""
    for one in (*(plugin.get("env") or ()), *(plugin.get("parameters") or ())):
        if not isinstance(one, dict):
            continue
        name = str(one.get("name", "")).upper()
        if name.startswith(_PREFIX):
            yield name.removeprefix(_PREFIX), str(one.get("value", one.get("string", "")))


def _merged(text: str, files: list[str], path: str) -> str:
    """Return what is merged into the first values file as values above all files, where that is the same."""
    if not text:
        return ""
    if len(files) > 1:
        raise RequestError(
            "LOVELY_HELM_MERGE changes the first of several values files, and values lie above all of them",
            where=path,
            fix="write into that file what it merges",
        )
    try:
        held = dialect.load(text)
    except dialect.YamlError as problem:
        raise RequestError(f"LOVELY_HELM_MERGE: {problem.message}", where=path, fix=problem.fix) from None
    if _has_list(held):
        raise RequestError(
            "LOVELY_HELM_MERGE holds a list, which lovely merges and Helm replaces",
            where=path,
            fix="write the whole list into the values file; or say in swell.yaml how it merges: `lists`",
        )
    return text


def _has_list(held: Any) -> bool:
    return isinstance(held, list) or (isinstance(held, dict) and any(map(_has_list, held.values())))
