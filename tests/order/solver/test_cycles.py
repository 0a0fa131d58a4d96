"""Cycles of edges: the shortest is found, and in a large set at least one."""

from random import Random

import pytest

from cmp.model import Edge, Reason, Ref
from cmp.order.solver.cycles import shortest_cycles


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
def test_each_object_in_a_cycle_gets_its_shortest_one(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    pairs = {(random.randrange(9), random.randrange(9)) for _ in range(14)}
    pairs = {(before, after) for before, after in pairs if before != after}
    found = shortest_cycles(edges(sorted(pairs)))
    lengths = {cycle[0].before: len(cycle) for cycle in found}
    assert lengths == {ref(node): length for node in range(9) if (length := ways(pairs, node))}
    assert list(map(len, found)) == sorted(map(len, found))
    for cycle in found:
        assert [edge.after for edge in cycle] == [*(edge.before for edge in cycle[1:]), cycle[0].before]


def test_of_a_cycle_of_thousands_only_some_are_looked_at_but_one_is_told() -> None:
    size = 20_000
    found = shortest_cycles(edges([(number, (number + 1) % size) for number in range(size)]))
    assert 1 <= len(found) < 100
    assert len(found[0]) == size
