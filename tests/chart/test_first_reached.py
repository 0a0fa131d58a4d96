"""What is found first from a node of a graph on."""

from collections.abc import Mapping

import pytest

from cmp.chart.first_reached import FirstReached


@pytest.mark.parametrize(
    ("ways", "first"),
    [
        ({"a": ""}, ""),
        ({"a": "x"}, "x"),
        ({"a": "bx", "b": "y"}, "y"),
        ({"a": "by", "b": "cx", "c": "d", "d": ""}, "x"),
        ({"a": "abx", "b": "b"}, "x"),
        ({"a": "bx", "b": "cy", "c": "b"}, "y"),
        ({"a": "b", "b": "a"}, ""),
        ({"a": "b", "b": "ac", "c": "ay"}, "y"),
    ],
)
def test_it_is_the_first_in_depth(ways: Mapping[str, str], first: str) -> None:
    """`x` and `y` are found at themselves, the others lead to the letters behind them."""
    reached = FirstReached(lambda node: node if node in "xy" else "", lambda node: ways[node])
    assert reached("a") == first


def test_each_node_is_looked_at_once_whatever_is_asked() -> None:
    asked: list[str] = []
    ways = {str(number): [str((number + 1) % 1000), str(number * 7 % 1000)] for number in range(1000)}

    def following(node: str) -> list[str]:
        asked.append(node)
        return ways[node]

    reached = FirstReached(lambda node: "found" if node == "999" else "", following)
    assert {reached(node) for node in ways} == {"found"}
    assert len(asked) == len(ways) - 1
