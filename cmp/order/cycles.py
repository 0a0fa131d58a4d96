"""A circle of declarations can't be kept, and nobody but its author can say which of them is wrong."""

from collections import deque
from collections.abc import Iterable

from cmp.errors import ConfigError
from cmp.model import Edge, Reason, Ref


def refuse_declared_cycle(edges: Iterable[Edge], left_out: Iterable[Edge]) -> None:
    """Stop where a declared edge had to be left out.

    Raises:
        ConfigError: with the shortest circle, edge by edge.
    """
    declared = [edge for edge in edges if edge.reason is Reason.DECLARED]
    ways = [(edge, shortest_way(declared, edge)) for edge in left_out if edge.reason is Reason.DECLARED]
    circle = next(([edge, *way] for edge, way in ways if way), None)
    if circle is None:
        return  # what was left out is at odds with a pin, or there is nothing
    names = " → ".join(str(ref) for ref in (circle[0].before, *(edge.after for edge in circle)))
    raise ConfigError(
        f"what is declared goes round in a circle: {names}",
        here="; ".join(f"{edge.after} comes after {edge.before}, since {edge.whys[0]}" for edge in circle),
        cure="take one of them away",
    )


def shortest_way(edges: Iterable[Edge], closing: Edge) -> list[Edge]:
    """Return the fewest edges that lead from where one ends back to where it begins; none if there is no way."""
    leaving: dict[Ref, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.before, []).append(edge)
    came: dict[Ref, Edge | None] = {closing.after: None}
    todo = deque(came)
    while todo and closing.before not in came:
        for edge in leaving.get(todo.popleft(), ()):
            if edge.after not in came:
                came[edge.after] = edge
                todo.append(edge.after)
    way: list[Edge] = []
    at = closing.before
    while last := came.get(at):
        way.insert(0, last)
        at = last.before
    return way
