"""What `--set` and `--set-file` say, as trees of values. Source: pkg/strvals/parser.go of Helm.

What Helm refuses ends the text here: Helm is always asked as well, and tells why.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cmp.dialect import DEEPEST
from cmp.errors import RequestError
from cmp.value import Value
from cmp.values.layer import Layer
from cmp.values.located import Tree, leaf, plain

NOTHING = object()
"""The value where there is none."""
_HIGHEST_INDEX = 65536  # MaxIndex
_WORDS = {"true": True, "false": False, "null": None}
_WHOLE = re.compile(r"0|[1-9][0-9]*|([+-])([0-9]+)")  # what strconv.ParseInt takes, but for zeros in front
_INDEX = re.compile(r"(?:\+?|-(?=0+\Z))([0-9]+)")  # what strconv.Atoi takes, without what is negative
_BEYOND = 1 << 63  # the first number that 64 bits do not hold
_DIGITS = len(str(_BEYOND))
_KEY_ENDS = "=[,."
_Step = str | int


class Assignment(Value):
    """A path, as its keys and indexes, and the value that Helm sets there: NOTHING where the text ends in the path.

    Where the text is `cut` in an element of a list, Helm sets it in an element that is there, and makes none.
    """

    steps: tuple[_Step, ...]
    value: Any
    cut: bool = False

    def tree(self, layer: Layer, beneath: Tree) -> Tree | None:
        """Return the tree of what is set over what lies there; of a list the whole. Below an empty key nothing is."""
        depth = next((number for number, step in enumerate(self.steps) if isinstance(step, int)), len(self.steps))
        outer = [str(step) for step in self.steps[:depth]]
        if "" in outer:
            return None
        here: Any = beneath
        for step in outer:
            here = here.get(step) if isinstance(here, dict) else None
        below = plain(here) if here is not None else None
        tree = leaf(layer, self._put(below, self.steps[depth:]))
        for step in reversed(outer):
            tree = {step: tree}
        return tree

    def _put(self, below: Any, way: Sequence[_Step]) -> Any:
        """Return a value with this one set somewhere inside; lists are filled up with nothing."""
        if not way:
            return self.value
        step, rest = way[0], way[1:]
        if isinstance(step, int):
            made = list(below) if isinstance(below, list) else []
            if self.cut and (not rest or step >= len(made)):
                return made
            made += [None] * (step + 1 - len(made))
            made[step] = self._put(made[step], rest)
            return made
        inner = below if isinstance(below, dict) else {}
        value = self._put(inner.get(step), rest)
        return inner if not step or value in (NOTHING, {}) else {**inner, step: value}


def assignments(text: str) -> Iterator[Assignment]:
    """Yield each assignment of a text that `--set` takes.

    Raises:
        RequestError: an index is larger, or a path longer, than Swell takes.
    """
    scanner = _Scanner(text)
    steps, stop = _path(scanner)
    while stop == "=":
        cut = scanner.ended and isinstance(steps[-1], str)
        listed = scanner.takes("{")
        value = _members(scanner) if listed else _scalar(scanner.until(",")[0])
        if listed and value is None:
            return
        yield Assignment(steps=steps, value=value, cut=cut)
        steps, stop = _path(scanner)
    if not stop and any(isinstance(step, int) for step in steps):
        yield Assignment(steps=steps, value=NOTHING, cut=True)


def from_file(key: str, text: str) -> Iterator[Assignment]:
    """Yield the assignment of a file's text to a path, if it is one."""
    steps, stop = _path(_Scanner(f"{key}="))
    if stop == "=":
        yield Assignment(steps=steps, value=text)


class _Scanner:
    """A text that is read once, from its start."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def until(self, stops: str) -> tuple[str, str]:
        """Return what stands before the next of some letters, and that letter, "" at the end.

        A backslash makes the letter behind it an ordinary one.
        """
        found: list[str] = []
        while (letter := self._next()) and letter not in stops:
            found.append(self._next() if letter == "\\" else letter)
        return "".join(found), letter

    @property
    def ended(self) -> bool:
        """Whether all of it has been read."""
        return self._at >= len(self._text)

    def takes(self, letter: str) -> bool:
        """Step over the next letter, if it is that one; tell whether it is."""
        there = self._text.startswith(letter, self._at)
        self._at += there
        return there

    def _next(self) -> str:
        letter = self._text[self._at : self._at + 1]
        self._at += 1
        return letter


def _path(scanner: _Scanner) -> tuple[tuple[_Step, ...], str]:
    """Return the keys and indexes of a path, and what ends it: `=`, or "" at the end of the text.

    Where Helm refuses it, what ends it is another letter.
    """
    key, stop = scanner.until(_KEY_ENDS)
    steps: list[_Step] = [key]
    while stop in (".", "["):
        if len(steps) > DEEPEST:
            raise RequestError(f"a path of `--set` has over {DEEPEST} parts", fix="take a values file instead")
        if stop == ".":
            key, stop = scanner.until(_KEY_ENDS)
            steps.append(key)
        else:
            digits, closed = scanner.until("]")
            if not closed:
                return tuple(steps), ""
            index = _INDEX.fullmatch(digits)
            key, stop = scanner.until("[.=")
            if not index or key:
                return (), closed
            steps.append(_number(index[1]))
    return tuple(steps), stop or (key and ",")


def _number(digits: str) -> int:
    number, long = int(digits[-_DIGITS:]), len(digits.lstrip("0")) > _DIGITS
    if long or number > _HIGHEST_INDEX:
        raise RequestError(
            f"an index in a `--set` path is larger than {_HIGHEST_INDEX}, the largest that Helm takes",
            fix="correct the index",
        )
    return number


def _members(scanner: _Scanner) -> list[Any] | None:
    """Return the members of a list up to its brace, and step over a comma behind it; None where no brace ends it."""
    found: list[Any] = []
    stop = ","
    while stop == ",":
        text, stop = scanner.until(",}")
        found.append(_scalar(text))
    scanner.takes(",")
    return found if stop else None


def _scalar(said: str) -> Any:
    """Return what Helm makes of a single value (typedVal): words in any case, and whole numbers of 64 bits."""
    if said.casefold() in _WORDS:
        return _WORDS[said.casefold()]
    if not (whole := _WHOLE.fullmatch(said)) or len(digits := (whole[2] or said).lstrip("0")) > _DIGITS:
        return said
    number = int(f"{whole[1] or ''}{digits or 0}")
    return number if -_BEYOND <= number < _BEYOND else said
