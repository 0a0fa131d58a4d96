"""The words of Go templates: texts, and what stands in braces, cut as text/template/parse/lex.go cuts it."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """What a word of a template is."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    SPACE = "space"
    FIELD = "field"
    VARIABLE = "variable"
    NAME = "name"
    OTHER = "other"


class Token(NamedTuple):
    """A word of a template, as it stands there."""

    sort: Sort
    text: str


_OPEN = re.compile(r"\{\{(?:-(?=[ \t\r\n]))?")
_COMMENT = re.compile(r"[ \t\r\n]*/\*.*?\*/(?:[ \t\r\n]-)?\}\}", re.DOTALL)
_WORDS = re.compile(
    r"""(?P<close>(?:[ \t\r\n]-)?\}\})
    |(?P<space>[ \t\r\n]+)
    |(?P<other>"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|[+-]?\.?[0-9][\w.]*(?:(?<=[eEpP])[+-]\w+)?|:=|[=|,().])
    |(?P<variable>\$\w*)
    |(?P<name>\w+)""",
    re.VERBOSE,
)
_FIELD = re.compile(r"\.[^\W\d]\w*")


def tokens(template: str) -> Iterator[Token]:
    """Yield the words of a template, which joined are the template; what Go does not know ends it as a text."""
    at = 0
    while opened := _OPEN.search(template, at):
        if opened.start() > at:
            yield Token(Sort.TEXT, template[at : opened.start()])
        if comment := _COMMENT.match(template, opened.end()):
            yield Token(Sort.TEXT, template[opened.start() : comment.end()])
            at = comment.end()
            continue
        yield Token(Sort.OPEN, opened[0])
        at = opened.end()
        while word := _FIELD.match(template, at) or _WORDS.match(template, at):
            sort = Sort(word.lastgroup) if word.lastgroup else Sort.FIELD
            yield Token(sort, word[0])
            at = word.end()
            if sort is Sort.CLOSE:
                break
        else:
            break
    if at < len(template):
        yield Token(Sort.TEXT, template[at:])
