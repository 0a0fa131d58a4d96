"""What `--set` and `--set-file` say, as trees of values. Source: pkg/strvals/parser.go of Helm."""

import re
from collections.abc import Iterator
from typing import Any

from cmp.errors import RequestError
from cmp.values.layer import Layer
from cmp.values.located import Tree, leaf, plain

_DIGITS, _LARGEST = 5, 65536  # MaxIndex of pkg/strvals
_WORDS = {"true": True, "false": False, "null": None}
_WHOLE = re.compile(r"0|[1-9][0-9]*|([+-])0*([0-9]+)")  # what strconv.ParseInt takes, but for zeros in front
_LARGEST = 1 << 63
_DIGITS = len(str(_LARGEST))
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_KEY = re.compile(r"((?:\\.|[^\\.\[=,])*)((?:\[[0-9]+\])*)(\.|\Z)", re.DOTALL)
_ONE = re.compile(r"((?:\\.|[^\\=,])*)(?:=(\{(?:\\.|[^\\}])*\}|(?:\\.|[^\\,])*))?(?:,|\Z)", re.DOTALL)
_MEMBER = re.compile(r"((?:\\.|[^\\,])*)(?:,|\Z)", re.DOTALL)


def assigned(layer: Layer, text: str, beneath: Tree) -> Iterator[Tree]:
    """Yield a tree for each assignment of a text; one into a list holds the whole list, as it lay in `beneath`."""
    for key, value in pieces(text):
        if key:  # Helm sets nothing where the key is empty
            yield _tree(layer, key, value, beneath)


def pieces(text: str) -> Iterator[tuple[str, Any]]:
    """Yield each path as it is written, and the value that Helm makes of what follows it."""
    at = 0
    while at < len(text) and (found := _ONE.match(text, at)) and found.end() > at:
        at = found.end()
        if found[2] is not None:
            yield found[1], _value(found[2])


def from_file(layer: Layer, key: str, text: str, beneath: Tree) -> Tree:
    """Return the tree of a path that has a file's text as its value."""
    return _tree(layer, key, text, beneath)


def steps(key: str) -> list[str | int]:
    """Return the keys and indexes of a path of `--set`.

    Raises:
        RequestError: an index is larger than Helm takes.
    """
    found: list[str | int] = []
    for part in _KEY.finditer(key):
        if part[0]:
            found.append(_ESCAPED.sub(r"\1", part[1]))
            found += map(_index, re.findall(r"[0-9]+", part[2]))
    return found


def _index(digits: str) -> int:
    number = int(digits[-_DIGITS:])
    if digits[:-_DIGITS].strip("0") or number > _LARGEST:
        raise RequestError(
            f"an index in a `--set` path is larger than {_LARGEST}, the largest that Helm takes",
            fix="correct the index",
        )
    return number


def _tree(layer: Layer, key: str, value: Any, beneath: Tree) -> Tree:
    way = steps(key)
    depth = next((number for number, step in enumerate(way) if isinstance(step, int)), len(way))
    outer = [str(step) for step in way[:depth]]
    here: Any = beneath
    for step in outer:
        here = here.get(step) if isinstance(here, dict) else None
    below = plain(here) if here is not None else None
    tree = leaf(layer, _put(below, way[depth:], value))
    for step in reversed(outer):
        tree = {step: tree}
    return tree


def _put(below: Any, way: list[str | int], value: Any) -> Any:
    """Return a value with another one set somewhere inside; lists are filled up with nothing."""
    if not way:
        return value
    step, *rest = way
    if isinstance(step, int):
        made = list(below) if isinstance(below, list) else []
        made += [None] * (step + 1 - len(made))
        made[step] = _put(made[step], rest, value)
        return made
    inner = below if isinstance(below, dict) else {}
    return {**inner, step: _put(inner.get(step), rest, value)}


def _value(text: str) -> Any:
    if text.startswith("{") and text.endswith("}"):
        inside = text[1:-1]
        return [_scalar(one) for one in _members(inside)] or [""]
    return _scalar(text)


def _members(text: str) -> Iterator[str]:
    at, more = 0, True
    while more and (found := _MEMBER.match(text, at)):
        yield found[1]
        at, more = found.end(), found.end() > found.end(1)


def _scalar(text: str) -> Any:
    """Return what Helm makes of a single value (typedVal): words in any case, and whole numbers of 64 bits."""
    said = _ESCAPED.sub(r"\1", text)
    if said.casefold() in _WORDS:
        return _WORDS[said.casefold()]
    if not (whole := _WHOLE.fullmatch(said)) or len(whole[2] or said) > _DIGITS:
        return said
    number = int(f"{whole[1]}{whole[2]}" if whole[1] else said)
    return number if -_LARGEST <= number < _LARGEST else said
