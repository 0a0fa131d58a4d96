"""Evaluates the whole-number expressions of `$(( ))`."""

import re
from collections.abc import Callable, Iterator, Mapping

from cmp.waits.nouns.text import HOLE, number

_TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z_]\w*)|(\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%]=|[-+*/%<>=!(),?:])|(\S))")
_SETS = re.compile(r"(?<![<>=!])=(?!=)|\+\+|--")
WEIGHT = 32
"""How many characters of a text one of an expression is, to the steps that it takes."""
_LIMIT = 1 << 62
_DEEPEST = 50
_POWERS: dict[str, int] = {
    ",": 0, "=": 1, "+=": 1, "-=": 1, "*=": 1, "/=": 1, "%=": 1, "?": 2, "||": 3, "&&": 4, "==": 5, "!=": 5,
    "<": 6, ">": 6, "<=": 6, ">=": 6, "+": 8, "-": 8, "*": 9, "/": 9, "%": 9,
}  # fmt: skip
_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "+": int.__add__, "-": int.__sub__, "*": int.__mul__,
    "/": lambda one, other: abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1),
    "%": lambda one, other: abs(one) % abs(other) * (-1 if one < 0 else 1),
    "<": int.__lt__, ">": int.__gt__, "<=": int.__le__, ">=": int.__ge__, "==": int.__eq__, "!=": int.__ne__,
    ",": lambda _, other: other,
}  # fmt: skip


class _UnknownError(Exception):
    """A part of an expression is unknown or not supported."""


def reckon(expression: str, variables: Mapping[str, str]) -> tuple[int | None, dict[str, str]]:
    """Return the value of an expression, None if it is not known, and the variables that it sets."""
    reckoner = _Reckoner(expression, variables)
    try:
        value = reckoner.whole() if expression.strip() else 0
    except (_UnknownError, ZeroDivisionError):
        return None, dict.fromkeys(reckoner.named, HOLE) if _SETS.search(expression) else {}
    return value, reckoner.changed


class _Reckoner:
    """A parser by precedence that evaluates the expression while it reads."""

    def __init__(self, expression: str, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.named = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", expression))
        self.changed: dict[str, str] = {}
        self.tokens = self._tokens(expression.replace("$", "").replace(HOLE, "\\"))
        self.depth = 0
        self.ahead = ""
        self._next()

    @staticmethod
    def _tokens(expression: str) -> Iterator[str]:
        for found in _TOKEN.finditer(expression.rstrip()):
            yield found[0].strip()

    def _next(self) -> str:
        taken, self.ahead = self.ahead, next(self.tokens, "")
        return taken

    def whole(self) -> int:
        value = self.value(0)
        self._take("")
        return value

    def value(self, power: int) -> int:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _UnknownError
        name = self.ahead
        left = self._first()
        while self.ahead in _POWERS and _POWERS[self.ahead] >= power:
            operator = self._next()
            left = self._second(left, operator, name)
            name = ""
        self.depth -= 1
        if abs(left) > _LIMIT:
            raise _UnknownError
        return left

    def _first(self) -> int:
        taken = self._next()
        if number(taken) is not None:
            return int(taken, 8 if taken.startswith("0") and taken.strip("01234567") == "" else 10)
        if taken == "(":
            inner = self.value(0)
            self._take(")")
            return inner
        if taken in ("-", "+", "!"):
            inner = self.value(10)
            return -inner if taken == "-" else (int(not inner) if taken == "!" else inner)
        if taken in ("++", "--"):
            return self._set(self._next(), 1 if taken == "++" else -1)
        if taken.isidentifier():
            value = self._get(taken)
            if self.ahead in ("++", "--"):
                self._set(taken, 1 if self._next() == "++" else -1)
            return value
        raise _UnknownError

    def _second(self, left: int, operator: str, name: str) -> int:
        if operator == "?":
            one = self.value(0)
            self._take(":")
            other = self.value(2)
            return one if left else other
        if operator.endswith("=") and _POWERS[operator] == 1:
            right = self.value(1)
            return self._assign(name, _OPERATIONS[operator[:-1]](left, right) if operator != "=" else right)
        right = self.value(_POWERS[operator] + 1)
        if operator in ("&&", "||"):
            return int(bool(left and right) if operator == "&&" else bool(left or right))
        return int(_OPERATIONS[operator](left, right))

    def _take(self, taken: str) -> None:
        if self._next() != taken:
            raise _UnknownError

    def _get(self, name: str) -> int:
        text = self.changed.get(name, self.variables.get(name, HOLE)).strip()
        if self.ahead == "=":
            return 0
        if not re.fullmatch(r"-?[0-9]{1,18}", text):
            if text:
                raise _UnknownError
            return 0
        return int(text)

    def _set(self, name: str, step: int) -> int:
        return self._assign(name, self._get(name) + step)

    def _assign(self, name: str, value: int) -> int:
        if not name.isidentifier():
            raise _UnknownError
        self.changed[name] = str(value)
        return value
