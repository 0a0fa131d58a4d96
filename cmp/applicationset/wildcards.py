"""Wildcards of one name or path as regular expressions: `*`, `?`, classes in brackets, and backslashes."""

import re

_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": " \t", "digit": "0-9", "lower": "a-z", "upper": "A-Z",
    "space": " \t\n\r\f\v", "xdigit": "0-9a-fA-F", "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip
_NAMED = re.compile(r"\[:(\w+):\]")


class BadPatternError(ValueError):
    """A pattern that can't be read."""


def expression(pattern: str, *, star: str, negations: str) -> str:
    """Return a pattern as a regular expression; `star` is what `*` and `?` take, `negations` what a class begins with.

    All between two `*` is looked for at its first place, for good: `(?>...)`. That loses nothing, and costs no time.

    Raises:
        BadPatternError: a bracket or a backslash has no end.
    """
    pieces, at = [list[str]()], 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "*":
            pieces += [[]] if pieces[-1] or len(pieces) == 1 else []
        elif sign == "?":
            pieces[-1].append(star)
        elif sign == "[":
            piece, at = _class(pattern, at, negations)
            pieces[-1].append(piece)
        elif sign == "\\":
            at += 1
            if at == len(pattern):
                raise BadPatternError("it ends with a backslash")
            pieces[-1].append(re.escape(pattern[at]))
        else:
            pieces[-1].append(re.escape(sign))
        at += 1
    first, *others = map("".join, pieces)
    inner = "".join(f"(?>{star}*?{piece})" for piece in others[:-1])
    return first + inner + (f"{star}*{others[-1]}" if others else "")


def _class(pattern: str, start: int, negations: str) -> tuple[str, int]:
    """Return a class as a regular expression has it, and the place of its end."""
    at = start + 1
    negated = pattern[at : at + 1] != "" and pattern[at] in negations
    at += negated
    members, first = list[str](), True
    while first or pattern[at : at + 1] != "]":
        if at >= len(pattern):
            raise BadPatternError("a [ without its ]")
        if found := _NAMED.match(pattern, at) if "!" in negations else None:
            if found[1] not in _CLASSES:
                raise BadPatternError(f"[:{found[1]}:] is no class")
            members.append(_CLASSES[found[1]])
            at += len(found[0])
        else:
            low, at = _member(pattern, at)
            high = low
            if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("", "]"):
                high, at = _member(pattern, at + 1)
            members.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else "")
        first = False
    inner = "".join(members)
    return (f"[{'^' * negated}{inner}]" if inner else ("[\\s\\S]" if negated else "(?!)")), at


def _member(pattern: str, at: int) -> tuple[str, int]:
    at += pattern[at] == "\\"
    if at >= len(pattern):
        raise BadPatternError("a [ without its ]")
    return pattern[at], at + 1
