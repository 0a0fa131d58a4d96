"""Merges the edges between the same two objects into one, with the strongest need and all reasons."""

from collections.abc import Iterable

from cmp.model import Edge, Need, Reason, Ref, Strength

_ROW = {reason: row for row, reason in enumerate(Reason)}


def merged(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return one edge for each pair of objects, sorted by reason in the order of `Reason`, then by the objects."""
    found: dict[tuple[Ref, Ref], list[Edge]] = {}
    for edge in edges:
        if edge.before != edge.after:
            found.setdefault((edge.before, edge.after), []).append(edge)
    return tuple(sorted((_one(alike) for alike in found.values()), key=enters))


def enters(edge: Edge) -> tuple[int, int, Ref, Ref]:
    """Return the sort key by which edges enter the solver: declared ones, then `must` or blocking ones, then others."""
    rank = 0 if edge.reason is Reason.DECLARED else 1 if edge.strength is Strength.MUST or edge.blocks else 2
    return rank, _ROW[edge.reason], edge.before, edge.after


def _one(edges: list[Edge]) -> Edge:
    if len(edges) == 1:
        return edges[0]
    edges.sort(key=lambda edge: (_ROW[edge.reason], edge.whys))
    strength = Strength.MUST if any(edge.strength is Strength.MUST for edge in edges) else Strength.SHOULD
    # that it should be ready does not add to it that it must be there
    ready = any(edge.need is Need.READY for edge in edges if edge.strength is strength)
    return edges[0].replace(
        need=Need.READY if ready else Need.EXISTS,
        strength=strength,
        blocks=any(edge.blocks for edge in edges),
        tries=min((edge.tries for edge in edges if edge.tries is not None), default=None),
        never=next((edge.never for edge in edges if edge.blocks and edge.never), ""),
        whys=tuple(dict.fromkeys(why for edge in edges for why in edge.whys)),
    )
