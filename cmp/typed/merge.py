"""Merging values as Helm does: mappings are merged, all other values replaced.

Helm itself merges the values of a render; this module merges configurations that extend each other, and lists.
Source: MergeMaps in pkg/cli/values of Helm.
"""

from collections.abc import Iterable
from functools import reduce
from typing import Any

Values = dict[str, Any]


def merged(lower: Values, upper: Values) -> Values:
    """Return one mapping laid over another; a null stays, since it may remove a chart's default further down."""
    result = dict(lower)
    for key, value in upper.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


def laid(layers: "Iterable[Any]") -> Any:
    """Return layers laid over each other, lowest first; marked trees are merged as their values are."""
    nothing: Values = {}
    return reduce(merged, layers, nothing)
