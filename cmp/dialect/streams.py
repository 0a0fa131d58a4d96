"""Parsing YAML that is too large to keep: whether all of it is YAML, and nothing else."""

from collections.abc import Callable, Iterator
from typing import Any

import yaml
from yaml.cyaml import CLoader

from cmp.dialect.nodes import YamlError

_DEEPEST = 10_000
"""How many brackets and braces may be open: for each word libyaml looks at all that are."""


class _Passing:
    """What libyaml reads from: it gets each chunk, and so does a function."""

    def __init__(self, chunks: Iterator[bytes], each: Callable[[bytes], None]) -> None:
        self._chunks, self._each = chunks, each
        self._opened = self._lines = 0

    def read(self, _size: int = 0, /) -> bytes:
        """Return the next chunk that holds something, nothing at the end."""
        chunk = next(filter(None, self._chunks), b"")
        self._lines += chunk.count(b"\n")
        self._opened += sum(map(chunk.count, (b"[", b"{"))) - sum(map(chunk.count, (b"]", b"}")))
        if self._opened > _DEEPEST:
            raise YamlError(
                f"nested over {_DEEPEST} levels deep", line=self._lines + 1, fix="write it with fewer levels"
            )
        self._each(chunk)
        return chunk


def parse_through(chunks: Iterator[bytes], each: Callable[[bytes], None]) -> None:
    """Parse a stream to its end without keeping it, and call `each` with every chunk; 60 MiB take a second.

    What `each` raises passes through.

    Raises:
        YamlError: the stream is not YAML, in whatever document.
    """
    parser: Any = CLoader(_Passing(chunks, each))
    try:
        parser.raw_parse()
    except yaml.MarkedYAMLError as problem:
        at: Any = problem.problem_mark
        raise YamlError(f"not YAML: {problem.problem}", line=at.line + 1, fix="correct that line") from None
    except yaml.reader.ReaderError as problem:
        raise YamlError(f"not YAML: {problem.reason}", line=0, fix="save it as UTF-8") from None
