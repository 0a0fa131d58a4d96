"""The fields in which two documents differ."""

import re
from collections.abc import Iterator
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def differences(left: Any, right: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of the fields that differ: `spec.template.spec.containers[app].image`.

    Elements of a list go by their names where all of them have one, and by their place elsewhere.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        for key in dict.fromkeys((*left, *right)):
            step = f".{key}" if _PLAIN.fullmatch(key) else f"[{key}]"
            yield from differences(left.get(key), right.get(key), (path + step).lstrip("."))
    elif isinstance(left, list) and isinstance(right, list):
        ours, theirs = _by_name(left), _by_name(right)
        if ours is None or theirs is None:
            ours, theirs = dict(enumerate(left)), dict(enumerate(right))
        for name in dict.fromkeys((*ours, *theirs)):
            yield from differences(ours.get(name), theirs.get(name), f"{path}[{name}]")
    elif left != right:
        yield path


def _by_name(elements: list[Any]) -> dict[Any, Any] | None:
    names = [element.get("name") if isinstance(element, dict) else None for element in elements]
    return dict(zip(names, elements, strict=True)) if all(names) and len(set(names)) == len(names) else None
