"""The text of templates: their actions, what these call and include, and the named templates that they define."""

import re
from collections.abc import Iterator

_COMMENT, _COMMENTS_END = re.compile(r"\{\{-?\s*/\*"), re.compile(r"\s*-?\}\}")
ACTION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
TEXT = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|`[^`]*+(?:`|\Z)', re.DOTALL)
"""A text in quotes; one that does not end goes on to the end of all."""
_INCLUDED = re.compile(r"(?<![\w.$])(?:include|template)\s++\(?\s*+(?:printf\s++)?[\"`]([^\"`]+)[\"`]")
_DEFINED = re.compile(r"\{\{-?\s*define\s+[\"`]([^\"`]+)[\"`]\s*-?\}\}")


def without_comments(text: str) -> str:
    """Return a template without its comments, but with their line breaks, so that lines keep their numbers.

    A comment ends at the first `*/`, as in Go (lexComment in text/template).
    """
    pieces, at = [], 0
    while (begun := _COMMENT.search(text, at)) and (end := text.find("*/", begun.end())) >= 0:
        closed = _COMMENTS_END.match(text, end + 2)
        pieces.append(text[at : begun.start() if closed else end + 2])
        pieces.append("\n" * text.count("\n", begun.start(), closed.end()) if closed else "")
        at = closed.end() if closed else end + 2
    return "".join([*pieces, text[at:]])


def actions_of(text: str) -> list[str]:
    """Return the insides of the actions of a template; behind its last `}}` there can be none."""
    return ACTION.findall(text[: text.rfind("}}") + 2])


def called(text: str, wanted: re.Pattern[str]) -> str:
    """Return the first call in the actions of a text, "" if there is none.

    What is wanted is a word that strings beside it do not change: where the whole text lacks it, so do its actions.
    """
    if not wanted.search(text):
        return ""
    calls = (wanted.search(TEXT.sub('""', action)) for action in actions_of(text))
    return next((found[0] for found in calls if found), "")


def included(text: str) -> tuple[str, ...]:
    """Return the names of the templates that the actions of a text include, each once."""
    return tuple(dict.fromkeys(name for action in actions_of(text) for name in _INCLUDED.findall(action)))


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Yield each named template with its text, which is taken to go on until the next one begins."""
    _, *parts = _DEFINED.split(text)
    yield from zip(parts[::2], parts[1::2], strict=True)
