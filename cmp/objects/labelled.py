"""Things by their namespaces and labels: those with some labels are found without looking at all others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


class Labelled(Generic[_Thing]):
    """Things with a namespace and labels, in their order."""

    def __init__(self, each: Iterable[tuple[_Thing, str, Mapping[str, str]]]) -> None:
        """Sort them; each comes with its namespace and its labels."""
        self._things: list[_Thing] = []
        self._spaces: dict[str, set[int]] = defaultdict(set)
        self._labels: dict[tuple[str, str], set[int]] = defaultdict(set)
        for number, (thing, namespace, labels) in enumerate(each):
            self._things.append(thing)
            self._spaces[namespace].add(number)
            for label in labels.items():
                self._labels[label].add(number)

    def having(self, namespaces: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> list[_Thing]:
        """Return the things of some namespaces that have one of the values of each wanted label."""
        choices = [_any(self._spaces.get(one) for one in namespaces)]
        choices += [_any(self._labels.get((key, value)) for value in values) for key, values in wanted.items()]
        first, *others = sorted(choices, key=len)
        return [self._things[number] for number in sorted(first.intersection(*others))]


def _any(sets: Iterable[set[int] | None]) -> set[int]:
    first, *others = [one for one in sets if one] or [set[int]()]
    return first.union(*others) if others else first
