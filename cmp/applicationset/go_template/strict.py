"""Templates for Helm, which has no `missingkey=error`, so that a name without a value stops them all the same.

`.a.b` becomes `(and (or (not (kindIs "map" .)) (hasKey … "a") (fail …)) … .a.b)`: `and` and `or` stop where the answer
is known, and what comes out of it is `.a.b` itself.
"""

import itertools
from collections.abc import Iterable, Sequence
from io import StringIO

from cmp.applicationset.go_template.tokens import Sort, Token
from cmp.applicationset.model import malformed

_LONGEST = 1 << 20
_KEYWORDS = frozenset(
    ("if", "else", "end", "range", "with", "define", "template", "block", "break", "continue", "nil", "true", "false")
)
_OPENED, _CLOSED = Token(Sort.OTHER, "("), Token(Sort.OTHER, ")")
MISSING = "map has no entry for key"
"""What Go says, and so what we let Helm say."""


def strict(words: Iterable[Token], name: str) -> str:
    """Return a template, from its words, in which each name without a value is an error that has the template's name.

    Raises:
        RequestError: brackets lie so deep in each other that it would be too long.
    """
    open_brackets = [StringIO()]  # what is written so far in each
    whole = list(words)
    at = 0
    while at < len(whole):
        word = whole[at]
        if word == _OPENED:
            open_brackets.append(StringIO())
            at += 1
            continue
        base = None
        if word == _CLOSED and len(open_brackets) > 1:
            base = f"({open_brackets.pop().getvalue()})"
        elif word.sort is Sort.VARIABLE or (word.sort is Sort.NAME and word.text not in _KEYWORDS):
            base = word.text
        fields = _fields(whole, at + (word.sort is not Sort.FIELD)) if base or word.sort is Sort.FIELD else []
        at += len(fields) + (word.sort is not Sort.FIELD)
        if fields and word.sort is Sort.NAME:
            base = f"({base})"
        open_brackets[-1].write(_guarded(base or "", fields, name) if fields else base or word.text)
        _refuse_long(open_brackets[-1].tell())
    return "(".join(one.getvalue() for one in open_brackets)


def _refuse_long(size: int) -> None:
    if size > _LONGEST:
        raise malformed(
            "a template has too many brackets or names in each other", fix="write it in steps, with variables"
        )


def _fields(words: Sequence[Token], at: int) -> list[str]:
    """Return the fields that follow without a space."""
    return [word.text for word in itertools.takewhile(_is_field, itertools.islice(words, at, None))]


def _is_field(word: Token) -> bool:
    return word.sort is Sort.FIELD


def _guarded(base: str, fields: Sequence[str], template: str) -> str:
    here, conditions, size = base, list[str](), 0
    for field in fields:
        of, name = here or ".", field[1:]
        has = f'(hasKey ({of} | toJson | fromJson) "{name}")'
        conditions.append(f'(or (not (kindIs "map" {of})) {has} (fail "{template}: {MISSING} \\"{name}\\""))')
        here += field
        size += len(conditions[-1])
        _refuse_long(size)
    return f"(and {' '.join(conditions)} {here})"
