"""The versions of one chart in an index in YAML: name and version of each, and its text.

A chart may have thousands: what Helm writes is read by lines, and the rest as YAML.
"""

import re
from collections.abc import Iterator
from typing import Any

from cmp import dialect
from cmp.dialect.scalars import meaning
from cmp.sources.pull.helm.entry import UnreadableError

_ITEM = re.compile(rb"( *)-( +|$)")
_WORD = re.compile(rb" *(?:- +)?(name|version|type): +(?:\"([\w.+-]+)\"|'([\w.+-]+)'|([\w.+-]+))\s*$")
_MENTION = re.compile(rb"(?:^|[\s{,\"'-])(name|version|type)[\"']?\s*:")


def items(lines: list[bytes]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield each item of the list as its `name`, `version` and `type`, and its text.

    Raises:
        UnreadableError: an item is not YAML to Helm.
    """
    item: list[bytes] = []
    depth = min((len(match[1]) for line in lines if (match := _ITEM.match(line))), default=0)
    for line in [*lines, b" " * depth + b"-"]:
        starts = _ITEM.match(line)
        if starts and len(starts[1]) == depth:
            if b"".join(item).strip():
                yield _words(item, depth), b"".join(item)
            item = []
        item.append(line)


def _words(item: list[bytes], depth: int) -> dict[str, Any]:
    """Return name, version and type of an item: read as YAML unless each stands on a line of its own."""
    first = _ITEM.match(item[0])
    keys = depth + 1 + len(first[2]) if first else -1
    found: dict[str, Any] = {}
    for line in item:
        if not _MENTION.search(line[: keys + 12]):
            continue
        word = _WORD.match(line)
        if not word:
            if len(line) - len(line.lstrip(b" -")) == keys:
                return _loaded(item)
        elif word.start(1) == keys:
            plain = word[4] and meaning(word[4].decode())
            found[word[1].decode()] = plain if word[4] else (word[2] or word[3]).decode()
    return found or _loaded(item)


def _loaded(item: list[bytes]) -> dict[str, Any]:
    try:
        (said,) = dialect.load(b"".join(item).decode())
    except (dialect.YamlError, UnicodeDecodeError, ValueError, TypeError):
        raise UnreadableError("a version of the chart is not YAML") from None
    return said if isinstance(said, dict) else {}
