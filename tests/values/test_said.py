"""What layers say of a path is found as if each were asked, however many there are."""

import random
import sys
from collections.abc import Iterator

import pytest

from cmp.values.layer import Layer
from cmp.values.load import load_marked
from cmp.values.located import Located, LocatedMapping, Tree, leaves
from cmp.values.said import Path, Placed, Said, SaidIndex

_KEYS = "abc"


def _text(drawn: random.Random, depth: int) -> str:
    if depth and drawn.random() < 0.7:
        return "{" + ", ".join(f"{key}: {_text(drawn, depth - 1)}" for key in _KEYS if drawn.random() < 0.6) + "}"
    return drawn.choice(("1", "null", "[1, 2]", "x", "{}"))


def _trees(seed: int) -> list[Placed]:
    drawn = random.Random(seed)  # noqa: S311
    layers = [Layer(name=f"{number}.yaml", path="x", text=f"a: {_text(drawn, 3)}\n") for number in range(6)]
    return [((), load_marked(layer)) if drawn.random() < 0.6 else (("a",), load_marked(layer)) for layer in layers]


def _paths(depth: int) -> Iterator[Path]:
    yield ()
    if depth:
        yield from ((key, *below) for key in _KEYS for below in _paths(depth - 1))


def _asked(path: Path, trees: list[Placed]) -> Iterator[Said]:
    """Yield what each tree says, asked one after the other."""
    for at, tree in trees:
        here: Tree | None = tree
        if path[: len(at)] != at:
            continue
        for depth in range(len(at), len(path) + 1):
            if isinstance(here, Located):
                yield path[:depth], here
                break
            if depth == len(path):
                if isinstance(here, LocatedMapping):
                    yield path, here.mark
                break
            here = here.get(path[depth]) if here else None
            if here is None:
                break


@pytest.mark.parametrize("seed", range(40))
def test_it_says_what_each_tree_says(seed: int) -> None:
    trees = _trees(seed)
    index = SaidIndex(trees)
    for path in set(_paths(4)):
        assert index.said(path) == list(_asked(path, trees))
        assert index.said(path, without={1, 4}) == list(_asked(path, [trees[number] for number in (0, 2, 3, 5)]))


def _steps(files: int) -> int:
    """Return the calls and lines of asking for each value of so many files whose keys differ."""
    texts = ["".join(f"k{number}-{key}: 1\n" for key in range(20)) for number in range(files)]
    trees: list[Placed] = [
        ((), load_marked(Layer(name=f"{n}.yaml", path="x", text=text))) for n, text in enumerate(texts)
    ]
    steps = 0

    def count(*_: object) -> object:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        index = SaidIndex(trees)
        for _, tree in trees:
            for path, _mark in leaves(tree):
                index.said(path)
    finally:
        sys.settrace(before)
    return steps


def test_many_files_of_many_keys_take_steps_as_there_are_keys() -> None:
    assert _steps(80) < 2.2 * _steps(40)
