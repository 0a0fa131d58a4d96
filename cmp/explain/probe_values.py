"""Choosing other values to put in a value's place, to see what changes in the render."""

from typing import Any

_OTHER = "swell-probe"  # a word that may be part of a name, of an image and of a path


def others(value: Any) -> list[Any]:
    """Return replacements for a value: one of the same type, to see where it appears, then one that switches it."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, 0]
    if isinstance(value, str):
        return [str(int(value) + 1) if value.isdecimal() else _OTHER, ""]
    if isinstance(value, list):
        return [_altered(value), []] if value else [[_OTHER]]
    return [_OTHER, True]


def _altered(value: Any) -> Any:
    """Return a list or mapping with changed texts and numbers; names stay, since elements are matched by name."""
    if isinstance(value, dict):
        return {key: below if key == "name" else _altered(below) for key, below in value.items()}
    return [_altered(below) for below in value] if isinstance(value, list) else others(value)[0]
