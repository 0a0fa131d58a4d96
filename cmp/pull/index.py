"""A Helm repository's index, read once from end to end, of which only one chart's entry is ever held.

An index of tens of megabytes is common, and as a parsed object it takes gigabytes. In the block style that Helm and
all known servers write, a line's indentation says what it belongs to: no text within a value can stand as far left.
"""

import re
from collections.abc import Iterator

from cmp import dialect
from cmp.pull.http import Asking
from cmp.value import Value

_MOST_OF_A_CHART = 16 << 20
_KEY = re.compile(rb"""( *)(?:"([^"]*)"|'([^']*)'|([^\s#"'\-{\[][^:]*)):(?:\s|$)""")
_ITEM = re.compile(rb"( *)-( +|$)")
_VERSION = re.compile(rb" *(?:- +)?version: *(.*)")


class Offer(Value):
    """One version of a chart: where its archive lies, and its digest if the index tells it."""

    version: str
    urls: tuple[str, ...]
    digest: str


class Entry(Value):
    """A chart's part of an index: the text of each version, to be parsed once it is chosen."""

    texts: tuple[tuple[str, bytes], ...] = ()
    others: tuple[str, ...] = ()

    @property
    def versions(self) -> list[str]:
        """All versions, as written."""
        return [version for version, _ in self.texts]

    def offer(self, version: str, asking: Asking) -> Offer:
        """Return what the index says of one version."""
        text = next(text for known, text in self.texts if known == version)
        try:
            said = dialect.load(text.decode())[0]
            digest = str(said.get("digest") or "").removeprefix("sha256:")
            urls = tuple(str(url) for url in said.get("urls") or ())
        except (dialect.YamlError, UnicodeDecodeError, AttributeError, TypeError, LookupError):
            raise asking.fault("other", f"its index can't be read at version {version}") from None
        return Offer(version=version, urls=urls, digest=f"sha256:{digest}" if digest else "")


def entry(lines: Iterator[bytes], chart: str, asking: Asking) -> Entry:
    """Return the entry of a chart; without texts, and with the names of all other charts, if there is none.

    Raises:
        PullError: it is no index, or not in block style.
    """
    wanted, others, found = chart.encode(), list[str](), list[bytes]()
    inside, depth, ours, held = False, -1, False, 0
    seen = False
    for line in lines:
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
            if held > _MOST_OF_A_CHART:
                raise asking.fault("too large", f"{_MOST_OF_A_CHART >> 20} MiB about one chart in its index")
            found.append(line)
    if not seen:
        raise asking.fault("other", "its index.yaml is no index of charts in YAML's block style")
    return Entry(texts=tuple(_versions(found)), others=() if found else tuple(others))


def _versions(lines: list[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each item of the list with its version; its keys are as deep as its first one."""
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
