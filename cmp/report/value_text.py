"""The origins and the effect of a value, as text for people."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cmp.report.wrap import PAGE, wrapped
from cmp.text import column, count
from cmp.value import Value
from cmp.values.dotted import join
from cmp.values.located import MAPPING, Located
from cmp.values.origins import Word
from cmp.values.secrets import HIDDEN

_LONGEST = 80
_FIELDS = 12  # shown fields of a value's effect


class Reached(Value):
    """A field that a value changes: the object, the field, and the template with its line."""

    object: str
    field: str
    template: str


def shown(value: Any) -> str:
    """Return a value on one line."""
    if value is MAPPING:
        return "{...}"
    if value == HIDDEN:
        return HIDDEN
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def chain(words: Sequence[Word], keys: Sequence[str], values: Sequence[str], *, gone: bool) -> list[tuple[str, str]]:
    """Return a row for each layer, highest first: its name and place, and its value as given in `values`.

    Where the value is `gone`, the null that counts has removed it.
    """
    width = max((len(word.mark.where) + len(word.mark.layer.revision) + 1 for word in words), default=0)
    digits = len(str(len(words)))
    rows = []
    for number, (word, value) in enumerate(zip(words, values, strict=True), start=1):
        where, revision = word.mark.where, word.mark.layer.revision
        place = where + revision.rjust(width - len(where)) if revision else where
        arrow = "\u2190" if word.counts else " "
        rows.append((f"{number:>{digits}} {arrow} {place}", _said(word, keys, value, gone=gone)))
    return rows[::-1]


def _said(word: Word, keys: Sequence[str], value: str, *, gone: bool) -> str:
    if word.mark.value is None:
        value = "null, which removes it" if gone and word.counts else "null"
    return f"{join(word.keys)}: {value}" if len(word.keys) < len(keys) else value


def reach(reached: Sequence[Reached], nothing: str) -> list[tuple[str, str]]:
    """Return a row for each field that a value changes, or one row with the reason why there is none."""
    rows = [(f"\u2192 {one.object} {one.field}".rstrip(), one.template) for one in reached[:_FIELDS]]
    more = len(reached) - _FIELDS
    return [*rows, (f"  and {count(more, 'more field')}", "")] if more > 0 else rows or [(f"\u2192 {nothing}", "")]


def lines(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return rows in two columns below a title; rows with one cell don't count for the column's width."""
    return "\n".join([*wrapped(title, cut=True), *paired(rows, "  ")])


def below(leaves: Iterable[tuple[Sequence[str], Any, str]]) -> Iterator[str]:
    """Yield a line for each leaf below a path: its own path, its value and where that comes from."""
    rows = [(f"{join(path)} = {shown(value)}", f"\u2190 {origin}") for path, value, origin in leaves]
    yield from paired(rows)


def paired(rows: Sequence[tuple[str, str]], indent: str = "") -> Iterator[str]:
    """Yield the lines of rows of two cells; where both don't fit, the second stands below."""
    width = column(left for left, right in rows if right)
    for left, right in rows:
        line = f"{indent}{left.ljust(width)}  {right}".rstrip()
        if len(line) <= PAGE.get() or not right:
            yield from [line] if right else wrapped(left, indent)
        else:
            yield f"{indent}{left}"
            yield from wrapped(right, f"{indent}      ")


def comes_from(mark: Located) -> str:
    """Return the place that a value comes from, with the revision of its source."""
    return f"{mark.where} {mark.layer.revision}".rstrip()


def told(words: Sequence[Word]) -> str:
    """Return the place of the word that counts; what no layer says comes from Helm: each dependency gets a `global`."""
    return next((comes_from(word.mark) for word in words if word.counts), "Helm")
