"""Tar archives from elsewhere: what their headers announce is bounded before Python's reader acts on it.

That reader takes the words of an extended header (a long name, records of pax) into memory whole, whatever their
length; searches them in a time that grows with its square; and keeps each header for good. A size below zero leads it
back to where it was. All of that packs well: a kilobyte of archive may hold hours.

What Helm reads is what Go's reader finds, which differs on odd headers: a file could have one name to it and another
one here. An archive with a header that the two may read in two ways is refused. Source: archive/tar/reader.go
of Go 1.26.
"""

import re
import tarfile
from collections.abc import Mapping
from typing import IO, Any, Self

from cmp.sources.model import Bounds

_HEADERS = 4 * Bounds().files  # a file may have one for its long name, one of pax, and one for its folder
_IN_A_ROW = 16  # notes for all files, one behind another; git writes one. Python's reader calls itself for each
_LONGEST, _WORDS = 4096, 4 << 20  # bytes of one extended header, and of all of them
_EXTENDED = frozenset(
    (
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    )
)


class ExcessError(tarfile.TarError):
    """The headers announce more than any archive needs; the message is the bound."""


class Headers:
    """Counts the headers of an archive, or of several that lie in each other."""

    def __init__(self) -> None:
        """Begin with none."""
        self._number = self._words = 0

    def take(self, header: tarfile.TarInfo) -> None:
        """Count a header before its words are read.

        Raises:
            ExcessError: a bound is exceeded.
            ReadError: it is one of a sparse file, or its size is no size.
        """
        self._number += 1
        if self._number > _HEADERS:
            raise ExcessError(f"{_HEADERS} entries")
        if header.size < 0 or header.type == tarfile.GNUTYPE_SPARSE:
            raise tarfile.ReadError
        if header.type in _EXTENDED:
            self._words += header.size
            if header.size > _LONGEST:
                raise ExcessError(f"{_LONGEST} bytes in the name and notes of an entry")
            if self._words > _WORDS:
                raise ExcessError(f"{_WORDS >> 20} MiB in the names and notes of all entries")


class Archive(tarfile.TarFile):
    """An archive that is read within bounds: `open` takes `headers`, which count."""

    def __init__(self, *args: Any, headers: Headers, **more: Any) -> None:
        """Read it with the class of headers that lets them be counted."""
        self.headers = headers
        self.pending = set[bytes]()  # the kinds of extended headers before the file that is read next
        self.general = 0  # those for all files before it
        super().__init__(*args, **{**more, "tarinfo": _Header})

    @classmethod
    def reading(cls, file: IO[bytes], mode: str, headers: Headers) -> Self:
        """Return an archive that is opened for reading.

        Raises:
            tarfile.TarError: it is none.
        """
        return cls.open(fileobj=file, mode=mode, headers=headers)  # type: ignore[call-overload, no-any-return]


_USTAR, _STAR = b"ustar\0", b"tar\0"  # magic words of a header: for Go, what has no USTAR has no prefix of its name
_NUMBER = re.compile(rb"\x80.*| *[0-7]*[ \0]*", re.DOTALL)
_MODES = (0, 0o100000)  # what a file may have above its permissions; with others it is a folder to Go, or a link


class _Header(tarfile.TarInfo):
    """A header that is counted where TarInfo lets a subclass look at one: before its words are read."""

    old = False  # a file of the oldest sort, whose name alone tells whether it is a folder

    @classmethod
    def fromtarfile(cls, tarfile_: Archive) -> Self:  # type: ignore[override]
        """Return the next header; for Python's reader, one that is none would be the end of the archive.

        Raises:
            ReadError: it is none.
        """
        try:
            return super().fromtarfile(tarfile_)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
            raise tarfile.ReadError from None

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> Self:  # type: ignore[override]
        """Return the header in a block. Raises ReadError where Go may find another size or name in it."""
        found = super().frombuf(buf, encoding, errors)
        magic, prefix = buf[257:263], buf[345:346]
        if prefix.strip(b"\0") and (magic != _USTAR or buf[508:512] == _STAR):
            raise tarfile.ReadError
        if not all(map(_NUMBER.fullmatch, (buf[100:108], buf[124:136]))):  # mode and size
            raise tarfile.ReadError
        found.old = buf[156:157] == tarfile.AREGTYPE
        if not found.isdir() and (found.mode & ~0o7777 not in _MODES or (found.old and found.name.endswith("/"))):
            raise tarfile.ReadError
        return found

    def _proc_member(self, archive: Archive) -> tarfile.TarInfo:
        archive.headers.take(self)
        self._queue(archive)
        try:
            found: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        except (ValueError, OverflowError):  # a number that is larger than Python reads, or a name that is none
            raise tarfile.ReadError from None
        if found.size < 0 or found.issparse() or set(archive.pax_headers) - {"comment"}:
            raise tarfile.ReadError
        if self.type == tarfile.XHDTYPE and not _is_plain(found.pax_headers, archive.pax_headers, self.size):
            raise tarfile.ReadError
        if self.type == tarfile.GNUTYPE_LONGNAME and not 0 < len(_bytes(found.name)) <= self.size:
            raise tarfile.ReadError
        return found

    def _queue(self, archive: Archive) -> None:
        """Note the extended headers before a file. Of two of a kind Python takes the first, and Go the last."""
        pending = archive.pending
        if self.type == tarfile.SOLARIS_XHDTYPE or (self.old and pending):  # to Go, another thing
            raise tarfile.ReadError
        if self.type not in _EXTENDED:
            pending.clear()
            archive.general = 0
            return
        if self.type in pending or (pending and {tarfile.XHDTYPE, tarfile.XGLTYPE} & {self.type, *pending}):
            raise tarfile.ReadError
        if self.type != tarfile.XGLTYPE:
            pending.add(self.type)
            return
        archive.general += 1
        if archive.general > _IN_A_ROW:
            raise ExcessError(f"{_IN_A_ROW} notes for all entries in a row")


def _is_plain(records: Mapping[str, str], everywhere: Mapping[str, str], size: int) -> bool:
    """Tell whether records of pax say the same to Go: as many bytes as were read, and none that only one of them knows.

    Args:
        records: those before a file.
        everywhere: those of all files, which are among the records.
        size: the bytes that the records are made of.
    """
    own = {key: text for key, text in records.items() if key not in everywhere}
    if any(key.startswith("GNU.sparse") for key in own) or "" in (own.get("path", "-"), own.get("size", "-")):
        return False
    return size == sum(_length(len(_bytes(key)) + len(_bytes(text)) + 3) for key, text in own.items())


def _length(rest: int) -> int:
    """Return the length of a record, which begins with that length, from the length of what follows it."""
    length = rest + len(str(rest))
    return length + (len(str(length)) > len(str(rest)))


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape")
