"""What was found in an index, each with the times on which it depends: it holds for other waves if these stay."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from cmp.model import Ref

Turn = tuple[int, int]
"""The time at which an object is first applied: the number of its phase, and its wave."""

_Made = TypeVar("_Made")


class _Result(NamedTuple):
    value: Any
    turns: dict[Ref, Turn]
    lasts: bool


class Results:
    """What was made for each key, and the times that were asked for meanwhile."""

    def __init__(self) -> None:
        """Begin without any."""
        self._kept: dict[object, _Result] = {}
        self._asking: list[dict[Ref, Turn]] = []

    def once(self, key: object, maker: Callable[[], _Made], *, lasts: bool = False) -> _Made:
        """Return what is kept for a key, or what the maker returns; what `lasts` asks nothing any more later."""
        if key not in self._kept:
            self._asking.append({})
            try:
                value = maker()
            finally:
                turns = self._asking.pop()
            self._kept[key] = _Result(value, turns, lasts)
        result = self._kept[key]
        if self._asking and result.turns:  # what asks for this result depends on the same times
            self._asking[-1].update(result.turns)
        return result.value  # type: ignore[no-any-return]

    def depend(self, ref: Ref, turn: Turn) -> Turn:
        """Return the time of an object, and note that what is being made depends on it."""
        if self._asking:
            self._asking[-1][ref] = turn
        return turn

    @property
    def lasting(self) -> list[Any]:
        """All results that last."""
        return [one.value for one in self._kept.values() if one.lasts]

    def holding(self, turn: Callable[[Ref], Turn]) -> "Results":
        """Return the lasting results that hold with other times, too."""
        found = Results()
        for key, one in self._kept.items():
            if one.lasts and all(turn(ref) == at for ref, at in one.turns.items()):
                found._kept[key] = one
        return found
