"""Checking the types of an ApplicationSet's fields, as far as Swell reads them, before any generator is asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.applicationset.model import malformed

_NAMES: dict[Any, str] = {bool: "true or false", str: "a text", dict: "an object", list: "a list"}
_TEMPLATE = {
    "metadata": {"name": str, "labels": {"*": str}, "annotations": {"*": str}, "finalizers": [str]},
    "spec": dict,
}
_SELECTOR = {"matchLabels": {"*": str}, "matchExpressions": [{"key": str, "operator": str, "values": [str]}]}
_GIT = {
    "repoURL": str,
    "pathParamPrefix": str,
    "directories": [{"path": str}],
    "files": [{"path": str}],
    "values": {"*": str},
    "template": _TEMPLATE,
}
_GENERATOR: dict[str, Any] = {
    "list": {"elements": list, "elementsYaml": str, "template": _TEMPLATE},
    "git": _GIT,
    "selector": _SELECTOR,
}
_GENERATOR["matrix"] = {"generators": [_GENERATOR], "template": _TEMPLATE}
_GENERATOR["merge"] = {"generators": [_GENERATOR], "mergeKeys": [str], "template": _TEMPLATE}
_SPEC = {
    "generators": [_GENERATOR],
    "template": _TEMPLATE,
    "templatePatch": str,
    "goTemplate": bool,
    "goTemplateOptions": [str],
    "syncPolicy": {"preserveResourcesOnDeletion": bool},
}
"""What stands where: a type, an object with such fields (`*` is any), or a list of such; a field may be null."""


def shaped(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the spec of an ApplicationSet after checking the types of its fields.

    Raises:
        RequestError: a field has another type, which Argo CD's API server refuses, too.
    """
    for name, kind in _odd(spec, _SPEC, "spec"):
        raise malformed(f"its {name} must be {_NAMES[kind]}", fix="kubectl explain applicationset.spec --recursive")
    return spec


def _odd(value: Any, shape: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the name and the type of each field that has another one."""
    kind: Any = shape if isinstance(shape, type) else type(shape)
    if not isinstance(value, kind):
        yield name, kind
    elif isinstance(shape, list):
        for index, one in enumerate(value):
            yield from _odd(one, shape[0], f"{name}[{index}]")
    elif isinstance(shape, dict):
        for key, one in value.items():
            if one is None:
                continue
            yield from _odd(one, shape.get(key, shape.get("*", object)), f"{name}.{key}")
