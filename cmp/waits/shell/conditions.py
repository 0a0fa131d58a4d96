"""Evaluates the conditions of `test`, `[` and `[[`."""

import operator
from collections.abc import Callable, Mapping, Sequence

from cmp.waits.nouns.text import empty, glob, known, same
from cmp.waits.shell.filters import matcher

_NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "-eq": operator.eq,
    "-ne": operator.ne,
    "-lt": operator.lt,
    "-le": operator.le,
    "-gt": operator.gt,
    "-ge": operator.ge,
}
_LONGEST = 18
"""Digits of the longest number that is followed."""
_JOINS = {"-o": True, "||": True, "-a": False, "&&": False}
_DEEPEST = 32


def condition(words: Sequence[str], variables: Mapping[str, str], depth: int = 0) -> bool | None:
    """Return whether a condition holds, None where that is not known or not followed."""
    if depth > _DEEPEST:
        return None
    for joins in (("-o", "||"), ("-a", "&&")):
        place = _outside(words, joins)
        if place:
            one = condition(words[:place], variables, depth + 1)
            other = condition(words[place + 1 :], variables, depth + 1)
            wanted = _JOINS[words[place]]
            return wanted if wanted in (one, other) else (None if None in (one, other) else not wanted)
    if len(words) > 1 and words[0] == "!":
        inner = condition(words[1:], variables, depth + 1)
        return None if inner is None else not inner
    if len(words) > 2 and words[0] == "(" and words[-1] == ")":  # noqa: PLR2004
        return condition(words[1:-1], variables, depth + 1)
    return _plain(words, variables)


def _outside(words: Sequence[str], joins: Sequence[str]) -> int:
    """Return where a join of two conditions stands outside of parentheses, 0 if none does."""
    level = 0
    for place, each in enumerate(words):
        level += (each == "(") - (each == ")")
        if place and place < len(words) - 1 and level == 0 and each in joins:
            return place
    return 0


def _plain(words: Sequence[str], variables: Mapping[str, str]) -> bool | None:
    if len(words) == 1:
        blank = empty(words[0])
        return None if blank is None else not blank
    if len(words) == 2:  # noqa: PLR2004
        return _single(words[0], words[1], variables)
    if len(words) == 3:  # noqa: PLR2004
        return _double(*words)
    # a variable that is empty leaves an operator without its operand: that is an error, and no success
    return False if not words else None


def _single(operation: str, operand: str, variables: Mapping[str, str]) -> bool | None:
    blank = empty(operand)
    if operation == "-z":
        return blank
    if operation == "-n":
        return None if blank is None else not blank
    if operation in ("-f", "-e", "-s", "-r") and variables.get(operand):
        return True
    if operation in ("=", "==", "!=", *_NUMBERS) or operand in ("=", "==", "!=", *_NUMBERS):
        return False if known(operation, operand) else None
    return None


def _double(one: str, operation: str, other: str) -> bool | None:
    if operation in ("=", "=="):
        return glob(one, other) if "*" in other else same(one, other)
    if operation == "!=":
        equal = glob(one, other) if "*" in other else same(one, other)
        return None if equal is None else not equal
    if operation == "=~":
        fits = matcher(other, "E") if known(one, other) else None
        return None if fits is None else fits(one)
    if operation in _NUMBERS:
        if not known(one, other):
            return None
        numbers = [int(each) for each in (one, other) if _whole(each)]
        # what is no number is an error, and no success
        return len(numbers) == 2 and _NUMBERS[operation](*numbers)  # noqa: PLR2004
    return None


def _whole(text: str) -> bool:
    digits = text.strip().removeprefix("-").removeprefix("+")
    return digits.isdecimal() and digits.isascii() and len(digits) <= _LONGEST
