"""Merging values as Helm does it: mappings merge, everything else replaces.

Helm itself merges what it renders with; this serves configurations that extend each other, and lists that merge.
Source: MergeMaps in pkg/cli/values of Helm.
"""

from collections.abc import Iterable
from functools import reduce
from typing import Any

Values = dict[str, Any]


def merged(lower: Values, upper: Values) -> Values:
    """Lay one mapping over another; a null stays, for it may remove a chart's default further down."""
    result = dict(lower)
    for key, value in upper.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


def laid(layers: "Iterable[Any]") -> Any:
    """Lay layers over each other, lowest first; marked trees merge as the values do that they stand for."""
    nothing: Values = {}
    return reduce(merged, layers, nothing)
