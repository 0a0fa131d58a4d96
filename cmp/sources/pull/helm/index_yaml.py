"""Reading an index in YAML's block style, as Helm writes it, line by line.

The indentation of a line tells its level: text inside a value is always indented further.
"""

import re
from collections.abc import Iterator

from cmp.sources.pull.helm.entry import Entry

_LONGEST = 1 << 20  # bytes of a line
_KEY = re.compile(rb"""( *)(?:"([^"]*)"|'([^']*)'|([^\s#"'\-{\[][^:]*)):(?:\s|$)""")
_ITEM = re.compile(rb"( *)-( +|$)")
_VERSION = re.compile(rb" *(?:- +)?version: *(.*)")


def entry(chunks: Iterator[bytes], chart: str, *, most: int) -> Entry | None:
    """Return the entry of a chart, None if this is no index.

    Raises:
        OverflowError: it is longer than `most`.
    """
    wanted, others, found, held = chart.encode(), list[str](), list[bytes](), 0
    inside, depth, ours = False, -1, False
    seen = False
    for line in _lines(chunks):
        if len(line) > _LONGEST:
            return None
        key = _KEY.match(line)
        if key and not key.group(1):
            inside, depth, ours = line.startswith(b"entries:"), -1, False
            seen |= inside
        elif inside and key and (depth in (-1, len(key.group(1)))):
            depth = len(key.group(1))
            name = key.group(2) or key.group(3) or (key.group(4) or b"").rstrip()
            ours = name == wanted
            others.append(name.decode(errors="replace"))
        elif ours:
            held += len(line)
            found.append(line)
            if held > most:
                raise OverflowError(held)
    return Entry(texts=tuple(_versions(found)), others=() if found else tuple(others)) if seen else None


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > _LONGEST:
            break
    yield rest


def _versions(lines: list[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each item of the list with its version; its keys are indented as its first key is."""
    item: list[bytes] = []
    depth = min((len(match.group(1)) for line in lines if (match := _ITEM.match(line))), default=0)
    for line in [*lines, b" " * depth + b"-"]:
        starts = _ITEM.match(line)
        if starts and len(starts.group(1)) == depth:
            if version := _version(item, depth):
                yield version, b"".join(item)
            item = []
        item.append(line)


def _version(item: list[bytes], depth: int) -> str:
    first = _ITEM.match(item[0]) if item else None
    keys = depth + 1 + len(first.group(2)) if first else -1
    for line in item:
        match = _VERSION.match(line)
        if match and line.index(b"version:") == keys:
            return match.group(1).strip().strip(b"\"'").decode(errors="replace")
    return ""
