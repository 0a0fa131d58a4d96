"""Reading an index in JSON chart by chart; some servers return JSON for index.yaml, often on a single line."""

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any

from cmp.sources.pull.helm.entry import Entry

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


def entry(chunks: Iterator[bytes], chart: str, *, most: int) -> Entry | None:
    """Return the entry of a chart, None if this is no index.

    Raises:
        OverflowError: some chart's entry is longer than `most` characters; at most twice that is kept in memory.
    """
    text, charts, found = _Text(chunks, most), None, None
    try:
        for key in text.members():
            if key != "entries":
                text.value()
                continue
            charts = []
            for name in text.members():
                charts.append(str(name))
                versions = text.value()
                found = versions if name == chart else found
    except ValueError:  # also raised for a text that is not UTF-8
        return None
    if charts is None:
        return None
    texts = tuple((str(one.get("version", "")), _written(one)) for one in found or () if isinstance(one, dict))
    return Entry(texts=texts, others=() if texts else tuple(charts))


def _written(item: dict[str, Any]) -> bytes:
    return json.dumps([item]).encode()


class _Text:
    """A text that comes in chunks; the part that was read is dropped."""

    def __init__(self, chunks: Iterator[bytes], most: int) -> None:
        self._chunks, self._most = chunks, most
        self._decoder = getincrementaldecoder("utf-8")()
        self._text, self._at, self._ended = "", 0, False

    def members(self) -> Iterator[Any]:
        """Yield the keys of the mapping that begins here; after each key the caller reads its value."""
        self._take("{")
        if self._next() == "}":
            self._at += 1
            return
        while True:
            key = self.value()
            self._take(":")
            yield key
            if self._take(",}") == "}":
                return

    def value(self) -> Any:
        """Return the JSON value that begins here."""
        self._next()
        wanted = 1
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            except ValueError:
                if self._ended:
                    raise
            wanted = 2 * (len(self._text) - self._at) + 1  # so that a long value is not parsed again too often
            self._more(wanted)

    def _take(self, signs: str) -> str:
        sign = self._next()
        if not sign or sign not in signs:
            raise ValueError(signs)
        self._at += 1
        return sign

    def _next(self) -> str:
        """Return the next character that is not a space, "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more(1)

    def _more(self, wanted: int) -> None:
        """Read chunks until this many characters lie ahead."""
        parts = [self._text[self._at :]]
        ahead = len(parts[0])
        while ahead < wanted and not self._ended:
            chunk = next(self._chunks, None)
            self._ended = chunk is None
            parts.append(self._decoder.decode(chunk or b"", final=chunk is None))
            ahead += len(parts[-1])
        if ahead > 2 * self._most:
            raise OverflowError(ahead)
        self._text, self._at = "".join(parts), 0
