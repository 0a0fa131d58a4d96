"""Reading a document without large values that are not needed: they are cut out of its text unread."""

import re
from typing import Any

from cmp.dialect.documents import load
from cmp.dialect.nodes import YamlError

_ODD_BREAKS = "\x85\u2028\u2029\ufeff"  # line breaks that only YAML knows, and a mark that shifts what Go reads
_TAB = re.compile("\n *\t")
# Patterns that begin with a character of their own are searched for several times faster than those with a set of them.
_ANCHOR = re.compile(r"&(?<=[\s,\[{:]&)[\w-]")  # it may be used on the other side of a cut
# What may go on in the next lines however they are indented: a text in quotes, and what stands in brackets.
_OPENS = [re.compile(rf"{re.escape(sign)}(?<=[\s,\[{{:].)") for sign in "\"'[{"]
_QUOTED = r"""'(?>(?:[^']|'')*)'|"(?>(?:[^"\\]|\\.)*)\""""
_FLAT = rf"""[\[{{](?>(?:[^\[\]{{}}"'#]|(?<=[\s,\[{{:])(?:{_QUOTED}))*)[\]}}]"""
_CLOSED = re.compile(f"{_QUOTED}|{_FLAT}", re.DOTALL)


def outline(text: str, *, items: str, key: str) -> Any:
    """Return the first document of a text, where the values of `key` may lack in the items of some lists.

    The lists are the block sequences under a key `items` of the second level (`spec.versions`). A value is cut out
    where the text shows that it ends in front of the next line which is not indented deeper than its key, whatever it
    holds. What is left is the document as `load` returns it.

    Raises:
        YamlError: the text isn't YAML; errors in what is cut out aren't seen.
    """
    if (shorter := _cut(text, items, key)) is not None:
        try:
            return load(shorter)
        except YamlError:
            pass
    return load(text)


def _cut(text: str, items: str, key: str) -> str | None:
    """Return the text without the values, None where it cannot be shown that they are whole."""
    first = re.search(rf"\n  {items}:\n( +)- +(?=\S)", text)
    if first is None or _odd(text):
        return None
    dash, indent = len(first[1]), len(first[0]) - first.start(1) + first.start()
    below = re.compile(rf"\n(?! {{{dash}}}[ -]|\n|\Z)").search(text, first.end() - 1)
    named, ends = re.compile(rf"\n {{{indent}}}{key}:\n"), re.compile(rf"\n {{0,{indent}}}+[^ \n]")
    kept, end, last = [], 0, below.start() + 1 if below else len(text)
    while value := named.search(text, max(end, first.end()) - 1, last):
        following = ends.search(text, value.end() - 1, last)
        start, stop = value.end(), following.start() + 1 if following else last
        if not _closes(text[start:stop]):
            return None
        kept.append(text[end:start])
        end = stop
    kept.append(text[end:])
    return "".join(kept) if all(map(_closes, kept)) else None


def _odd(text: str) -> bool:
    """Tell whether a text has what only reading all of it can follow."""
    if "\r" in text or ("\t" in text and _TAB.search(text)) or ("&" in text and _ANCHOR.search(text)):
        return True
    return not text.isascii() and any(sign in text for sign in _ODD_BREAKS)


def _closes(text: str) -> bool:
    """Tell whether all that may be a text in quotes, or in brackets, ends within a text."""
    return all(_CLOSED.match(text, found.start()) for opens in _OPENS for found in opens.finditer(text))
