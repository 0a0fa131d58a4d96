"""Reading fields of a document that may hold anything: a field of another type than expected counts as missing."""

from functools import cache
from typing import Any

from cmp.errors import SwellError
from cmp.model import Manifest


def document(manifest: Manifest) -> Any:
    """Return the whole document; an empty one where it is no YAML, which is reported elsewhere."""
    try:
        return manifest.document
    except SwellError:
        return {}


def walk(value: Any, path: str) -> list[Any]:
    """Return what lies at a path such as `spec.containers[].env`: `[]` steps into a list, `{}` into a mapping's values.

    An empty path is the value itself.
    """
    found = [value]
    for step in _steps(path):
        if step == "[]":
            found = [item for each in found if isinstance(each, list) for item in each]
        elif step == "{}":
            found = [item for each in found if isinstance(each, dict) for item in each.values()]
        else:
            found = [each[step] for each in found if isinstance(each, dict) and step in each]
        if not found:
            break  # most paths lead nowhere
    return [each for each in found if each is not None]


def texts(value: Any, path: str) -> list[str]:
    """Return the texts at a path, without empty ones."""
    return [each for each in walk(value, path) if isinstance(each, str) and each]


def text(value: Any, path: str) -> str:
    """Return the first text at a path, "" if there is none."""
    for each in walk(value, path):
        if isinstance(each, str) and each:
            return each
    return ""


def mapping(value: Any, path: str) -> dict[str, str]:
    """Return the texts under text keys at a path: labels, or a selector."""
    return {
        key: item
        for each in walk(value, path)
        if isinstance(each, dict)
        for key, item in each.items()
        if isinstance(key, str) and isinstance(item, str)
    }


@cache
def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.replace("[]", ".[]").replace("{}", ".{}").split(".") if step)
