"""Helm's own message without a value of the chart: what is shown is what is known, and all else is left out.

A message is read with a table of Helm's phrases (`cmp.helm.phrases`); of what fills their holes little is shown.
What no phrase fits is left out as a whole, so that a message that is not known tells too little and never too much.
"""

import re
from functools import cache

from cmp.helm.holes import HOLES, Known
from cmp.helm.phrases import PHRASES
from cmp.helm.schema_phrases import REFUSALS
from cmp.values.secrets import HIDDEN

_NESTED = 12  # frames of an error that are told; includes that call each other may make thousands
_LINES = 40


def told(message: str, own: Known) -> str:
    """Return what Helm said, in a line, as far as that is no value; the rest is hidden."""
    return " ".join(_told(message.strip(), own, _NESTED).split())


def _told(message: str, own: Known, depth: int) -> str:
    if not depth:
        return "..."
    for pattern, parts in _compiled(PHRASES):
        if found := pattern.fullmatch(message):
            return _filled(parts, found.groups(), own, depth)
    return HIDDEN


def _filled(parts: tuple[str, ...], texts: tuple[str, ...], own: Known, depth: int) -> str:
    """Return a phrase with what may be shown in its holes; every other part is a hole's name."""
    said = list(parts)
    for index, text in enumerate(texts):
        hole = parts[2 * index + 1]
        if hole == "rest":
            said[2 * index + 1] = _told(text, own, depth - 1)
        elif hole == "refusals":
            said[2 * index + 1] = _refusals(own, text)
        else:
            said[2 * index + 1] = HOLES[hole][1](own, text)
    return "".join(said)


def _refusals(own: Known, text: str) -> str:
    """Return what schemas refuse, line by line; lines that are not known are left out as one."""
    said: list[str] = []
    for line in text.splitlines()[:_LINES]:
        one = refusal(line, own)
        if line.strip() and [one] != said[-1:]:
            said.append(one)
    return " ".join(said)


def refusal(line: str, own: Known) -> str:
    """Return one line of what schemas refuse, as far as that is no value."""
    fitting = ((pattern.fullmatch(line.strip()), parts) for pattern, parts in _compiled(REFUSALS))
    return next((_filled(parts, found.groups(), own, 1) for found, parts in fitting if found), HIDDEN)


@cache
def _compiled(phrases: tuple[str, ...]) -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    return [_phrase(text) for text in phrases]


def _phrase(text: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return a phrase's pattern, in which spaces may be line breaks, and its parts: text, hole, text, hole, text."""
    parts = tuple(re.split(r"\{(\w+)\}", text))
    pattern = "".join(
        f"({HOLES[part][0]})" if index % 2 else r"\s+".join(map(re.escape, part.split(" ")))
        for index, part in enumerate(parts)
    )
    return re.compile(pattern, re.DOTALL), parts
