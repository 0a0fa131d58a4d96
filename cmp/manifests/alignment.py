"""Whether two lists of texts can be aligned in good time.

`SequenceMatcher` compares each pair of equal texts, and looks through what is left of both lists for each run of them.
"""

from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise

_PAIRS, _FEW_PAIRS = 16, 20_000
"""Pairs of equal texts, for each text of two lists, or in all, with which these are aligned."""
_MOST = 20_000_000
"""Texts that all alignments of a review look at."""
_FREQUENT = 200  # texts from which on difflib leaves frequent ones out


class _Together:
    """What all alignments may look at yet; this process reviews one application at a time."""

    left = _MOST


def renew() -> None:
    """Allow as much again, for the next review."""
    _Together.left = _MOST


def is_quick(left: Sequence[str], right: Sequence[str], *, but_frequent: bool = False) -> bool:
    """Tell whether two lists can be aligned in good time, which then counts as used.

    `but_frequent` where `SequenceMatcher` leaves out what a hundredth of many texts are equal to (`autojunk`).
    """
    most = len(right) // 100 + 1 if but_frequent and len(right) >= _FREQUENT else len(right)
    theirs = {one: number for one, number in Counter(right).items() if number <= most}
    pairs = sum(number * theirs.get(one, 0) for one, number in Counter(left).items())
    looks = max(_runs(left, theirs, right), _runs(right, theirs.keys() & set(left), left)) * (len(left) + len(right))
    if pairs > max(_FEW_PAIRS, _PAIRS * (len(left) + len(right))) or looks > _Together.left:
        return False
    _Together.left -= looks
    return True


def _runs(texts: Sequence[str], common: Container[str], others: Sequence[str]) -> int:
    """Return how many runs of texts the other list has, too."""
    following = set(pairwise(others))
    return sum(one in common and (before, one) not in following for before, one in pairwise(["", *texts]))
