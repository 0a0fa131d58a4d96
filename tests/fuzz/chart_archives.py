"""Archives of charts with odd headers: what Swell finds in one is what Helm finds, or it is refused."""

import gzip
import io
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from go_reader import RefusedError
from hypothesis import strategies as st
from readers import DifferenceError, go

from cmp.chart.archive import BROKEN, Room
from cmp.errors import SourceError

_BLOCK = tarfile.BLOCKSIZE


class Header(NamedTuple):
    """The fields of a header, each as bytes of its own, and what follows it."""

    name: bytes
    kind: bytes
    mode: bytes
    size: bytes
    magic: bytes
    prefix: bytes
    ending: bytes
    content: bytes

    def written(self) -> bytes:
        """Return the header with a right sum, and what follows it in whole blocks."""
        fields = {
            0: self.name[:100], 100: self.mode, 124: self.size or b"%011o\0" % len(self.content), 148: b" " * 8,
            156: self.kind, 257: self.magic, 345: self.prefix, 508: self.ending,
        }  # fmt: skip
        block = bytearray(_BLOCK)
        for at, field in fields.items():
            block[at : at + len(field)] = field
        block[148:156] = b"%06o\0 " % sum(block)
        return bytes(block) + self.content + bytes(-len(self.content) % _BLOCK)


def chart_archive(_: Path, headers: Sequence[Header]) -> None:
    """An archive is to Swell what it is to Helm, or Swell refuses it."""
    plain = b"".join(header.written() for header in headers) + bytes(2 * _BLOCK)
    try:
        found = list(Room().members(io.BytesIO(gzip.compress(plain, 1)), lambda _: True))
        wanted = go().members(plain)
    except (*BROKEN, SourceError, RefusedError):
        return
    inner = [(path.partition("/")[2], content) for path, content in found]
    if inner != wanted:
        raise DifferenceError(f"Helm: {wanted!r}\nSwell: {inner!r}\n{headers!r}")


_NAMES = st.lists(
    st.sampled_from(
        [b"web", b"/", b"/", b"charts", b"a.tgz", b".", b"..", b"\\", b"\0", b"values.yaml", b"//", b"\xff"]
    ),
    max_size=6,
).map(b"".join)
_RECORDS = st.lists(
    st.tuples(
        st.sampled_from([b"path", b"size", b"linkpath", b"comment", b"hdrcharset", b"GNU.sparse.name", b"mtime", b""]),
        st.one_of(_NAMES, st.sampled_from([b"", b"512", b"0", b"BINARY", b"1 path=b", b"a\n8 path=b"])),
        st.sampled_from([0, 0, 0, 0, 1, -1, -3]),
    ),
    max_size=3,
).map(lambda records: b"".join(_record(*record) for record in records))


def _record(key: bytes, text: bytes, wrong: int) -> bytes:
    """Return a record of pax, whose length may be wrong."""
    rest = len(key) + len(text) + 3
    length = rest + len(str(rest))
    return b"%d %s=%s\n" % (length + (len(str(length)) > len(str(rest))) + wrong, key, text)


_SEVERAL = (b"0", b"0", b"0", b"x", b"L", b"g", b"5", b"\0", b"1", b"2", b"7", b"6", b"K", b"X", b"S", b"V", b"z", b"M")
_HEADERS = st.builds(
    Header,
    name=_NAMES,
    kind=st.sampled_from(_SEVERAL),
    mode=st.sampled_from([b"0000644\0"] * 4 + [b"0040755\0", b"\x000040755", b"0100644 ", b"0120777\0", b"", b"\x81"]),
    size=st.sampled_from(
        [b""] * 6 + [b"\0" + b"01000", b"01000", b"0", b"\x80" + bytes(10) + b"\5", b"\x81", b" 7 ", b"0o7"]
    ),
    magic=st.sampled_from([b"ustar\x0000"] * 3 + [b"ustar  \0", b"", b"ustar\x00zz", b"ustar "]),
    prefix=st.sampled_from([b""] * 3 + [b"web", b"web/charts", b"\0web", b"0" * 155]),
    ending=st.sampled_from([b""] * 3 + [b"tar\0"]),
    content=st.one_of(st.just(b""), st.binary(max_size=9), _RECORDS, _NAMES, _NAMES.map(lambda name: name + b"\0x")),
)
HEADERS = st.one_of(
    st.lists(_HEADERS, min_size=1, max_size=4),
    st.lists(_HEADERS, min_size=1, max_size=3).map(
        lambda made: [*made[:-1], made[-1]._replace(content=b"".join(one.written() for one in made[:2]))]
    ),
)
