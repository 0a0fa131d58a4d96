"""The first thing that is found from a node of a graph on, with each node looked at once, whatever is asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping


class FirstReached:
    """Finds in the order in which nodes lead to others, depth first; nodes of a cycle may find the nearest instead.

    Args:
        own: returns what is found at a node itself, "" for nothing.
        following: returns the nodes to which one leads.
    """

    def __init__(self, own: Callable[[str], str], following: Callable[[str], Iterable[str]]) -> None:
        self._own, self._following = own, following
        self._known: dict[str, str] = {}

    def __call__(self, node: str) -> str:
        """Return what is found first from a node on, "" if nothing is."""
        if node not in self._known:
            self._learn(node)
        return self._known[node]

    def _learn(self, node: str) -> None:
        """Find it for a node, and for all to which this one leads."""
        ends, ways, todo = dict[str, str](), dict[str, list[str]](), [node]
        while todo:
            here = todo.pop()
            if here in ends or here in ways:
                continue
            if found := self._known[here] if here in self._known else self._own(here):
                ends[here] = found
            elif here not in self._known:
                ways[here] = [other for other in self._following(here) if other != here]
                todo += ways[here]
        self._known |= dict.fromkeys(ways, "") | ends | _found(ways, _nearest(ways, ends), ends)


def _nearest(ways: Mapping[str, Iterable[str]], ends: Mapping[str, str]) -> dict[str, str]:
    """Return what lies nearest to each node from which something is found."""
    before = defaultdict[str, list[str]](list)
    for node, following in ways.items():
        for other in following:
            before[other].append(node)
    found, todo = dict(ends), list(ends)
    for node in todo:
        new = [other for other in before[node] if other not in found]
        found |= dict.fromkeys(new, found[node])
        todo += dict.fromkeys(new)
    return found


def _found(ways: Mapping[str, Iterable[str]], nearest: Mapping[str, str], ends: Mapping[str, str]) -> dict[str, str]:
    """Return what is found first from each node on: by the first way on which there is something."""
    found = dict(ends)
    for node in nearest:
        way, here = dict[str, None](), node
        while here not in found and here not in way:
            way[here] = None
            here = next(other for other in ways[here] if other in nearest)
        found |= dict.fromkeys(way, found.get(here) or nearest[here])
    return found
