"""Reading an index in JSON chart by chart; some servers return JSON for index.yaml, often on a single line."""

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any

from cmp.sources.pull.helm.entry import Entry, UnreadableError, listed, refuse_odd_time

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


def entry(chunks: Iterator[bytes], chart: str, *, most: int) -> Entry:
    """Return the entry of a chart.

    Raises:
        OverflowError: some chart's entry is longer than `most` characters; at most twice that is kept in memory.
        UnreadableError: this is no index, or one that Helm can't read.
    """
    text = _Text(chunks, most)
    try:
        return _entry(text, chart)
    except UnreadableError:
        raise
    except ValueError:  # also raised for a text that is not UTF-8
        raise UnreadableError("it is neither JSON nor in YAML's block style") from None


def _entry(text: "_Text", chart: str) -> Entry:
    charts: list[str] | None = None
    found: list[Any] = []
    api: Any = None
    for key in text.members():
        if key == "entries":
            charts = []
            for name in text.members():
                charts.append(str(name))
                versions = _versions(text.value())
                found = versions if name == chart else found
            continue
        value = text.value()
        api = value if key == "apiVersion" else api
        if key == "generated":
            _refuse_odd(value)
    if charts is None:
        raise UnreadableError("it has no entries, in YAML's block style or JSON")
    if not api or not isinstance(api, str):
        raise UnreadableError("it has no apiVersion")
    return listed(((one, json.dumps([one]).encode()) for one in found), others=tuple(charts))


def _versions(value: Any) -> list[dict[str, Any]]:
    """Return the versions of a chart; of null there are none."""
    if not isinstance(value, list | None) or not all(isinstance(one, dict | None) for one in value or ()):
        raise UnreadableError("a chart in it is no list of versions")
    found = [one for one in value or () if one]
    for one in found:
        _refuse_odd(one.get("created"))
    return found


def _refuse_odd(time: Any) -> None:
    if time is not None:
        refuse_odd_time(time.encode() if isinstance(time, str) else b"no text")


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
