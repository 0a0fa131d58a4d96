"""Texts with unknown parts: a hole stands for any text, even an empty one."""

from collections.abc import Sequence

HOLE = "\ue000"
"""Stands in a text for what is not known. It is a character of the private use area, which scripts do not have."""
UNSET = HOLE * 3
"""Stands for a variable that nothing in sight sets: it is empty, unless the image of the container sets it."""
ELEMENT = "\ue001"
"""Stands between the elements of an array."""
BREAK = "\ue002"
"""Stands between the fields of a word that is split."""
BLANKS = " \t\n"
LONGEST = 1 << 16
"""Characters of the longest text that is followed."""
_DIGITS = 18


def number(text: str) -> int | None:
    """Return the number that digits stand for, None for anything else, and for more digits than are followed."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _DIGITS else None


def known(*texts: str) -> bool:
    """Tell whether all of some texts are known."""
    return not any(HOLE in text for text in texts)


def bounded(text: str) -> str:
    """Return a text, or a hole for one that is too long to follow."""
    return text if len(text) <= LONGEST else HOLE


def same(one: str, other: str) -> bool | None:
    """Tell whether two texts are equal, None if that is not known."""
    if known(one, other):
        return one == other
    start, end = _edges(one)
    first, last = _edges(other)
    fits = (start.startswith(first) or first.startswith(start)) and (end.endswith(last) or last.endswith(end))
    return None if fits else False


def empty(text: str) -> bool | None:
    """Tell whether a text is empty, None if that is not known."""
    return not text if known(text) else (None if not text.replace(HOLE, "") else False)


def broken(text: str, separators: str) -> str:
    """Return a text with a break in place of each separator."""
    return text.translate(dict.fromkeys(map(ord, separators if known(separators) else BLANKS), BREAK))


def glob(text: str, pattern: str) -> bool | None:
    """Tell whether a text matches a pattern of `case`, None if that is not known or not followed.

    Only `*` is followed, which takes linear time: the pieces between have to come one after the other.
    """
    if any(letter in pattern for letter in "?[\\") or not known(pattern):
        return None
    if "*" not in pattern:
        return same(text, pattern)
    if not known(text):
        return True if not pattern.strip("*") else None
    first, *middle, last = pattern.split("*")
    if not text.startswith(first) or not text[len(first) :].endswith(last):
        return False
    return _in_turn(text[len(first) : len(text) - len(last)], middle)


def _in_turn(text: str, pieces: Sequence[str]) -> bool:
    place = 0
    for piece in pieces:
        place = text.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True


def _edges(text: str) -> tuple[str, str]:
    """Return what is known of the start and of the end of a text."""
    return text.split(HOLE, 1)[0], text.rsplit(HOLE, 1)[-1]
