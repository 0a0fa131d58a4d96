"""Choosing other values to put in a value's place, to see what changes in the render."""

from typing import Any

_DIGITS = 18
"""Digits of a text that may be meant as a number."""
_OTHER = "swell-probe"  # a word that may be part of a name, of an image and of a path


def others(value: Any) -> list[Any]:
    """Return replacements for a value: one of the same type, to see where it appears, then one that switches it."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, 0]
    if isinstance(value, str):
        counts = value.isdecimal() and len(value) <= _DIGITS
        return [str(int(value) + 1) if counts else _OTHER, ""]
    if isinstance(value, list):
        return [_altered(value), []] if value else [[_OTHER]]
    return [_OTHER, True]


def _altered(value: Any) -> Any:
    """Return a list or mapping with changed texts and numbers; names stay, since elements are matched by name."""
    if isinstance(value, dict):
        return {key: below if key == "name" else _altered(below) for key, below in value.items()}
    return [_altered(below) for below in value] if isinstance(value, list) else others(value)[0]
