"""Checking the types of an Application's fields, as far as Swell reads them; an error names the file."""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.errors import RequestError

_KINDS: dict[type, str] = {dict: "a mapping", list: "a list", str: "text"}
_SOURCE: dict[str, type] = {
    "plugin": dict,
    "plugin.env": list,
    "plugin.env[]": dict,
    "plugin.parameters": list,
    "plugin.name": str,
    "directory": dict,
    **dict.fromkeys(("repoURL", "path", "targetRevision", "chart", "ref"), str),
}
_EXAMPLES = {
    "source": "source: {repoURL: ..., path: ..., plugin: {name: swell}}`; several belong below `sources",
    "plugin": "plugin: {name: swell}",
    "env": "env: [{name: SWELL_ENVIRONMENT, value: prod}]",
    "parameters": "parameters: [{name: environment, string: prod}]",
}
"""How a field is written, by the last part of its name."""
_VARIABLE = ("name", "value")  # EnvEntry of Argo CD
_SHAPES: dict[str, type] = {
    "metadata": dict,
    **dict.fromkeys(("metadata.name", "metadata.namespace"), str),
    "spec": dict,
    "spec.project": str,
    "spec.destination": dict,
    **dict.fromkeys(("spec.destination.name", "spec.destination.namespace", "spec.destination.server"), str),
    "spec.sources": list,
    **{
        f"spec.{source}{key and '.'}{key}": kind
        for source in ("source", "sources[]")
        for key, kind in {"": dict, **_SOURCE}.items()
    },
}
"""What stands at which path; null may stand anywhere."""


def shaped(application: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the Application after checking the types of its fields.

    Raises:
        RequestError: a field has another type; `path` is the Application's file.
    """
    _refuse_odd(application, _SHAPES, path)
    return application


def shaped_source(source: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return one source of an Application after checking its fields, also those that override files have changed.

    Raises:
        RequestError: a field has another type.
    """
    _refuse_odd(source, _SOURCE, path)
    return source


def _refuse_odd(top: Mapping[str, Any], shapes: Mapping[str, type], path: str) -> None:
    for way, kind in shapes.items():
        for name, value in _at(top, way.split(".")):
            if value is not None and not isinstance(value, kind):
                raise RequestError(
                    f"the Application's {name} must be {_KINDS[kind]}",
                    where=path,
                    fix=_fix(way.rpartition(".")[2], kind),
                )
            if way.endswith("env[]"):
                _refuse_odd_variable(name, value, path)


def _fix(field: str, kind: type) -> str:
    if kind is str:
        return f'write it in quotes: {field}: "..."'
    if field in _EXAMPLES:
        return f"write `{_EXAMPLES[field]}`"
    return "write it as the Application's specification has it: kubectl explain application.spec"


def _refuse_odd_variable(name: str, entry: Any, path: str) -> None:
    """Refuse an entry of `plugin.env` that Argo CD would not take, or would take for an empty one."""
    fix = "- {name: A, value: b}"
    if not (isinstance(entry, dict) and isinstance(entry.get("name"), str)):
        raise RequestError(f"the Application's {name} has no name", where=path, fix=fix)
    if odd := next((key for key in entry if key not in _VARIABLE), None):
        raise RequestError(f"the Application's {name} has `{odd}`, which Argo CD does not know", where=path, fix=fix)


def _at(top: Any, way: list[str], name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value at a path, with its name; a list yields each of its elements."""
    if not way:
        yield name, top
        return
    key = way[0].removesuffix("[]")
    if not isinstance(top, dict) or key not in top:
        return
    here, called = top[key], f"{name}{name and '.'}{key}"
    if not way[0].endswith("[]"):
        yield from _at(here, way[1:], called)
        return
    for index, one in enumerate(here or ()):
        yield from _at(one, way[1:], f"{called}[{index}]")
