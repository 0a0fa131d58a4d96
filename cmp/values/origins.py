"""Where each value comes from: what all layers say of it, and which of them counts, as Helm itself has told."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cmp.value import Value
from cmp.values.located import MAPPING, Located
from cmp.values.stack import Stack

ABSENT = object()
"""The value at a path where there is none."""


class Word(Value):
    """What one layer says of a path, or of what lies above it: `keys` is where; a null there removes the path too."""

    keys: tuple[str, ...]
    mark: Located
    counts: bool


class Origins:
    """The values that templates see, and the layer that set each.

    Args:
        stack: the layers.
        values: the values.
        mark: returns the mark of the value at a path, None where there is none, as of a null or a mapping.
    """

    def __init__(self, stack: Stack, values: dict[str, Any], mark: Callable[[Sequence[str]], Located | None]) -> None:
        self._stack, self.values, self.mark = stack, values, mark

    def value(self, keys: Sequence[str]) -> Any:
        """Return the value at a path, ABSENT where there is none."""
        way, value = self._reached(keys)
        return value if len(way) == len(keys) else ABSENT

    def words(self, keys: Sequence[str]) -> tuple[Word, ...]:
        """Return what all layers say of a path, lowest first."""
        way, value = self._reached(keys)
        found = self._stack.said(keys)
        if value is ABSENT or value is None:
            last = max((index for index, (_, mark) in enumerate(found) if mark.value is None), default=-1)
        elif isinstance(value, dict):  # of an empty mapping, or one whose leaves others say, the highest mapping counts
            last = max((index for index, (_, mark) in enumerate(found) if mark.value in (MAPPING, {})), default=-1)
        else:
            counting = self.mark(way)
            found += [(way, counting)] if counting and all(mark is not counting for _, mark in found) else []
            last = max((index for index, (_, mark) in enumerate(found) if mark is counting), default=-1)
        return tuple(Word(keys=way, mark=mark, counts=index == last) for index, (way, mark) in enumerate(found))

    def leaves(self, keys: Sequence[str] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Yield all that is no mapping below a path, with its keys; empty mappings too, nulls not."""
        yield from _leaves(tuple(keys), self.value(keys))

    def _reached(self, keys: Sequence[str]) -> tuple[tuple[str, ...], Any]:
        """Return how far a path leads, and the value there: one that is no mapping may lie above the path."""
        here: Any = self.values
        for index, key in enumerate(keys):
            if not isinstance(here, dict):
                return tuple(keys[:index]), here
            if key not in here:
                return tuple(keys[:index]), ABSENT
            here = here[key]
        return tuple(keys), here


def _leaves(keys: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from _leaves((*keys, key), below)
    elif value is not None:
        yield keys, value
