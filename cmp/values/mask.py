"""Values as they may be shown: secrets are masked, be they such by their key or by a schema."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from cmp.chart.mounts import Mount
from cmp.chart.path_index import PathIndex
from cmp.values.schema_mask import hidden_by_schema
from cmp.values.secrets import hidden


class ChartMask:
    """What the charts of a render let be shown of its values, by the places that those have in them."""

    def __init__(self, places: Sequence[Mount]) -> None:
        """Note where the places are."""
        self._places, self._index = places, PathIndex(place.at for place in places)

    def shown(self, value: Any, keys: Sequence[str]) -> Any:
        """Return the value at a path without what is a secret by a schema, or by what its key is called."""
        return hidden(self.as_charts_show(value, keys), keys)

    def as_charts_show(self, value: Any, keys: Sequence[str]) -> Any:
        """Return a value as the charts let it be shown that it is for, or that it is imported from, by their names."""
        path = tuple(keys)
        for place in map(self._places.__getitem__, self._index.along(path)):
            if (inside := place.within(path)) is not None:
                value = _masked(value, inside, place)
            else:
                value = _changed(value, place.at[len(path) :], partial(_masked, inside=place.inside, place=place))
        return value


def _masked(value: Any, inside: Sequence[str], place: Mount) -> Any:
    masked = hidden_by_schema(value, place.chart.schema, inside)
    return hidden(masked, inside) if place.inside else masked


def _changed(value: Any, keys: Sequence[str], change: Callable[[Any], Any]) -> Any:
    """Return a value with what lies at a path in it changed, if there is anything."""
    if not keys:
        return change(value)
    if not isinstance(value, dict) or keys[0] not in value:
        return value
    return {**value, keys[0]: _changed(value[keys[0]], keys[1:], change)}
