"""The actions of a template's text: what stands between double braces, strings and comments understood."""

import re
from collections.abc import Iterator
from typing import NamedTuple

STRING = re.compile(r"\"(?:[^\"\\\n]++|\\.)*+\"|`[^`]*+`|'(?:[^'\\\n]++|\\.)*+'", re.DOTALL)
_INSIDE = re.compile(r"(?:[^\"`'}]++|\"(?:[^\"\\\n]++|\\.)*+\"|`[^`]*+`|'(?:[^'\\\n]++|\\.)*+'|\}(?!\}))*+", re.DOTALL)
"""What stands in an action, whose strings may hold braces."""
_COMMENT = re.compile(r"(?:-\s+)?/\*")
_PATIENCE = 1_000_000  # signs that are read in vain, behind braces that nothing closes


class Action(NamedTuple):
    """Where the inside of an action begins and ends in its text; braces that nothing closes have an empty one."""

    start: int
    end: int
    closed: bool = True


def actions(text: str) -> Iterator[Action]:
    """Yield the actions of a text, but for comments. Where too many braces are not closed, the rest is not read."""
    at, left = 0, _PATIENCE
    while (start := text.find("{{", at)) >= 0:
        at = start + 2
        if found := _COMMENT.match(text, at):
            end = text.find("*/", found.end())
            closed = end >= 0
            following = end + 2
        else:
            inside = _INSIDE.match(text, at)
            end = inside.end() if inside else at
            closed = text.startswith("}}", end)
            following = end + 2
            if closed:
                yield Action(at, end)
        if closed:
            at = following
        else:
            yield Action(at, at, closed=False)
            if (left := left - (len(text) if end < 0 else end - start)) < 0:
                return
