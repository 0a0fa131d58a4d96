"""Circles of edges: the shortest is found, and in a large set at least one."""

from random import Random

import pytest

from cmp.model import Edge, Reason, Ref
from cmp.order.solver.cycles import shortest_circles


def ref(number: int) -> Ref:
    return Ref(group="", kind="ConfigMap", namespace="web", name=f"c{number:05}")


def edges(pairs: list[tuple[int, int]]) -> list[Edge]:
    return [Edge.ready(ref(before), ref(after), Reason.DECLARED, "said so") for before, after in pairs]


def ways(pairs: set[tuple[int, int]], start: int) -> int:
    """Return the length of the shortest way from a node back to itself, 0 if there is none."""
    here, seen, length = {start}, set[int](), 0
    while here - seen:
        seen |= here
        here, length = {after for before, after in pairs if before in here}, length + 1
        if start in here:
            return length
    return 0


@pytest.mark.parametrize("seed", range(40))
def test_each_object_in_a_circle_gets_its_shortest_one(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    pairs = {(random.randrange(9), random.randrange(9)) for _ in range(14)}
    pairs = {(before, after) for before, after in pairs if before != after}
    found = shortest_circles(edges(sorted(pairs)))
    lengths = {circle[0].before: len(circle) for circle in found}
    assert lengths == {ref(node): length for node in range(9) if (length := ways(pairs, node))}
    assert list(map(len, found)) == sorted(map(len, found))
    for circle in found:
        assert [edge.after for edge in circle] == [*(edge.before for edge in circle[1:]), circle[0].before]


def test_of_a_circle_of_thousands_only_some_are_looked_at_but_one_is_told() -> None:
    size = 20_000
    found = shortest_circles(edges([(number, (number + 1) % size) for number in range(size)]))
    assert 1 <= len(found) < 100
    assert len(found[0]) == size
