"""Reading an index in YAML's block style, as Helm writes it, line by line.

The indentation of a line tells its level: text inside a value is always indented further.
"""

import re
from collections.abc import Iterator

from cmp import dialect
from cmp.sources.pull.helm.entry import FIELDS, TOP_FIELDS, Entry, UnreadableError, listed, refuse_odd_time
from cmp.sources.pull.helm.index_items import items
from cmp.sources.pull.helm.index_runs import Layout

_LONGEST, _LONGEST_RUN = 1 << 20, 1 << 16  # bytes of a line, and of what is looked at as a whole
_KEY = re.compile(rb"""( *)(- +)?(?:"([^"]*)"|'([^']*)'|([^\s#"'\-{\[][^:]*)):(?:\s+(.*))?$""")
_ITEM = re.compile(rb"( *)-(?: |$)")
_SLASH = b"\\/"
_UNKNOWN_ESCAPE = re.compile(rb'"(?:[^"\\]|\\[^/])*\\/')  # to Go; libyaml takes it
_ENDS = (b"---", b"...")


def entry(chunks: Iterator[bytes], chart: str, *, most: int) -> Entry:
    """Return the entry of a chart.

    Raises:
        OverflowError: it is longer than `most`.
        UnreadableError: this is no index, or one that Helm can't read.
    """
    reader = _Reader(chart, most)
    try:
        dialect.parse_through(chunks, reader.feed)
    except dialect.YamlError as problem:
        raise UnreadableError(f"line {problem.line} is {problem.message}") from None
    return reader.entry()


class _Reader:
    """Takes an index in chunks, and keeps the lines of one chart and the names of all."""

    def __init__(self, chart: str, most: int) -> None:
        self._wanted, self._most, self._rest = chart.encode(), most, b""
        self._top: set[bytes] = set()
        self._charts: dict[bytes, None] = {}
        self._found: list[bytes] = []
        self._held = 0
        self._depth = self._column = -1  # of the charts' names, and of the keys of an item of the chart at hand
        self._usual: set[bytes] = set()  # how lines begin that hold a known key of an item and need no further look
        self._deeper: tuple[bytes, ...] = ()  # how lines begin that lie within such a key
        self._item: set[bytes] = set()  # how the lines of the item at hand begin, of those that hold its keys
        self._layout: Layout | None = None  # of the versions of a chart
        self._inside = self._ours = self._ended = self._versioned = False

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk; an empty one ends the index."""
        text, at = self._rest + chunk, 0
        while (end := text.find(b"\n", at)) >= 0 and (after := self._after(text, at, last=not chunk)) >= 0:
            if after == at:
                self._take(text[at:end])
                after = end + 1
            at = after
        self._rest = text[at:]
        if not chunk:
            self._take(self._rest)
        elif len(self._rest) > _LONGEST:
            raise UnreadableError("a line is too long")

    def entry(self) -> Entry:
        """Return what was found."""
        if b"entries" not in self._top:
            raise UnreadableError("it has no entries, in YAML's block style or JSON")
        if not self._versioned:
            raise UnreadableError("it has no apiVersion")
        names = tuple(name.decode(errors="replace") for name in self._charts)
        return listed(items(self._found), others=names)

    def _after(self, text: bytes, at: int, *, last: bool) -> int:
        """Return where the next line begins that has to be looked at, -1 where more text has to come first."""
        if self._ours or not self._layout:
            return at
        after = self._layout.after(text, at)
        return at if after < 0 and (last or len(text) - at > _LONGEST_RUN) else after

    def _take(self, line: bytes) -> None:
        begins, ours = line.partition(b":")[0], self._ours
        if begins not in self._usual or _SLASH in line:
            if not line.startswith(self._deeper) or _SLASH in line:
                self._line(line)
        elif begins in self._item:
            raise self._odd_field(begins.strip(), "there twice")
        else:
            self._item.add(begins)
        if ours and self._ours:
            self._keep(line)

    def _line(self, line: bytes) -> None:
        if len(line) > _LONGEST:
            raise UnreadableError("a line is too long")
        self._ended = self._ended or (bool(self._top) and line.startswith(_ENDS))
        if self._ended or line.lstrip(b" ").startswith(b"#"):
            return
        key = _KEY.match(line)
        if key and _SLASH in line and _UNKNOWN_ESCAPE.match(key[6] or b""):
            raise UnreadableError("it has a text with the escape \\/, which only JSON knows")
        column = len(key[1]) if key and not key[2] else -1
        if key and column == 0:
            self._begins(_name(key), key[6] or b"")
        elif self._inside and key and column > 0 and self._depth in (-1, column):
            self._chart(_name(key), column)
        elif self._inside and self._depth >= 0:
            self._of_a_chart(line, key)

    def _begins(self, name: bytes, value: bytes) -> None:
        """Take a key of the index itself."""
        if name in self._top or name not in TOP_FIELDS:
            raise UnreadableError(f"its key {_shown(name)} is {'there twice' if name in self._top else 'unknown'}")
        self._top.add(name)
        self._deeper, self._layout = (), None
        self._inside, self._ours = name == b"entries", False
        if name == b"generated":
            refuse_odd_time(value)
        if name == b"apiVersion":
            self._versioned = value.strip(b"\"' ") not in (b"", b"null", b"~")
        if self._inside and value.startswith(b"{") and value.strip() != b"{}":
            raise UnreadableError("its entries are neither JSON nor in YAML's block style")

    def _chart(self, name: bytes, column: int) -> None:
        if name in self._charts:
            raise UnreadableError(f"the chart {_shown(name)} is there twice")
        self._charts[name] = None
        self._depth, self._column, self._deeper = column, -1, ()
        self._ours = name == self._wanted

    def _of_a_chart(self, line: bytes, key: re.Match[bytes] | None) -> None:
        """Take a line of a chart, and refuse keys that Helm refuses."""
        item = _ITEM.match(line)
        if item and (self._column < 0 or len(item[1]) < self._column):
            column = len(line) - len(line[len(item[0]) :].lstrip(b" "))
            self._usual = self._usual if column == self._column else set()
            self._column, self._item = column, set()
            self._layout = Layout(chart=self._depth, dash=len(item[1]), keys=column)
            self._deeper = (b" " * (column + 1), b" " * column + b"-")
        if key and len(key[1]) + len(key[2] or b"") == self._column:
            name = _name(key)
            begins = b" " * self._column + name
            if begins in self._item or name not in FIELDS:
                raise self._odd_field(name, "there twice" if begins in self._item else "unknown")
            self._item.add(begins)
            if name == b"created":
                refuse_odd_time(key[6] or b"")
            elif not key[2]:
                self._usual.add(begins)

    def _keep(self, line: bytes) -> None:
        self._held += len(line)
        self._found.append(line + b"\n")
        if self._held > self._most:
            raise OverflowError(self._held)

    def _odd_field(self, name: bytes, odd: str) -> UnreadableError:
        return UnreadableError(f"the key {_shown(name)} of the chart {_shown(next(reversed(self._charts)))} is {odd}")


def _name(key: re.Match[bytes]) -> bytes:
    return next(part for part in (key[3], key[4], key[5]) if part is not None).rstrip()


def _shown(name: bytes) -> str:
    return name[:80].decode(errors="replace")
