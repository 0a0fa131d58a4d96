"""How alike two words are, within so many steps: difflib's own measure takes up to the cube of their lengths."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import Match, SequenceMatcher
from heapq import nlargest


class Likeness(SequenceMatcher[str]):
    """Compares one word with others; where no step is left, nothing is alike any more."""

    def __init__(self, word: str, steps: int) -> None:
        """Allow so many steps: pairs of equal letters that are looked at, and letters that are read."""
        super().__init__(None, "", word)
        self.left, self._letters, self._read = steps, Counter(word), ""

    def nearest(self, known: Iterable[str], *, most: int, alike: float) -> list[str]:
        """Return what `difflib.get_close_matches` does."""
        return [word for _, word in nlargest(most, self._close(known, alike))]

    def _close(self, known: Iterable[str], alike: float) -> Iterator[tuple[float, str]]:
        for word in known:
            self.left -= len(word)
            if self.left < 0:
                return
            self._read = word
            self.set_seq1(word)
            if self.real_quick_ratio() >= alike and self.quick_ratio() >= alike and (ratio := self.ratio()) >= alike:
                yield ratio, word

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest part that is in both, as long as there are steps to look for it."""
        part = self._read[alo:ahi]
        self.left -= len(part) + sum(self._letters[sign] for sign in part)
        return Match(alo, blo, 0) if self.left < 0 else super().find_longest_match(alo, ahi, blo, bhi)
