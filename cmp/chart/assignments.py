"""What the actions of a template set its variables to, read from its text."""

import re
from collections.abc import Iterator

_VARIABLE = re.compile(r"\$\w+")
_SET = re.compile(r"(\$\w+)\s*:?=")
_LONGEST = 10_000  # characters of one action that are read
_MOST = 10  # assignments of one action that are read


class Assignments:
    """The rest of each action that sets a variable, by variable."""

    def __init__(self, text: str) -> None:
        self._rests: dict[str, list[str]] = {}
        for variable, rest in _assignments(text):
            self._rests.setdefault(variable, []).append(rest)

    def actions(self, variable: str) -> str:
        """Return the actions that set a variable."""
        return "".join(f"{{{{{rest}}}}}" for rest in self._rests[variable])

    def of(self, part: str) -> list[str]:
        """Return the variables of a part of the template, each once, the last one first."""
        variables = _VARIABLE.findall(part)[::-1] if self._rests else ()
        return [variable for variable in dict.fromkeys(variables) if variable in self._rests]


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    end, number = -1, 0
    for begun in _SET.finditer(text):
        if begun.end() > end:
            end, number = text.find("}}", begun.end()), 0
            if end < 0:
                break
        if number < _MOST:
            yield begun[1], text[begun.end() : min(end, begun.end() + _LONGEST)]
        number += 1
