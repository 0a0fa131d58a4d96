"""Texts that are hidden wherever they stand, looked for by how they begin: both sides may be many."""

from collections.abc import Iterable

from cmp.values.secrets import HIDDEN

_HEAD = 6
_MOST = 1_000_000_000
"""Characters that are looked through, again for each known text whose beginning stands in them: some seconds."""


class Known:
    """Known texts, which it takes out of others."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the known texts."""
        self._by_head: dict[str, list[str]] = {}
        for text in filter(None, set(texts)):
            self._by_head.setdefault(text[:_HEAD], []).append(text)
        self._lengths = sorted(set(map(len, self._by_head)))
        self._left = _MOST

    def without(self, value: str) -> str:
        """Return a text with HIDDEN in place of what is known, or of the whole where looking takes too long."""
        windows = (value[at : at + length] for length in self._lengths for at in range(len(value) - length + 1))
        heads = {head for head in windows if head in self._by_head}
        found = [text for head in heads for text in self._by_head[head] if len(text) <= len(value)]
        self._left -= len(found) * len(value)
        if self._left < 0:
            return HIDDEN
        for text in sorted(found, key=lambda text: (-len(text), text)):  # of those that overlap, always the same one
            value = value.replace(text, HIDDEN)
        return value
