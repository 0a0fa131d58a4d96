"""Unpacking an untrusted tar archive: only plain files and links, counted against the bounds before writing."""

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Iterator

from cmp.sources.pull.writer import TreeWriter
from cmp.sources.tar import Archive, ExcessError, Headers

_CHUNK = 1 << 16
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BESIDE = 4096  # bytes of headers and padding that a file may bring along


def unpack(path: str, writer: TreeWriter, *, strip: bool = False) -> None:
    """Unpack an archive through a writer and delete it; `strip` removes the top folder, which all files must be in.

    Raises:
        PullError: it has an entry that is not allowed, or can't be read.
    """
    name = os.path.basename(path)
    try:
        with open(path, "rb") as file, _plain(file, writer, name) as plain:
            counted = io.BufferedReader(_Counted(plain, writer), _CHUNK)
            with Archive.reading(counted, "r|", Headers()) as archive:
                for member in archive:
                    _plant(archive, member, writer, strip=strip)
    except ExcessError as excess:
        raise writer.refused(name, f"is an archive of more than {excess}") from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError) as problem:
        raise writer.refused(name, f"is no archive that can be read ({type(problem).__name__})") from None
    os.unlink(path)


def _plant(archive: tarfile.TarFile, member: tarfile.TarInfo, writer: TreeWriter, *, strip: bool) -> None:
    path = member.name.removeprefix("./").rstrip("/")
    if member.isdir():
        if path.startswith("/") or ".." in path.split("/"):
            raise writer.refused(member.name, "is a path that leads out of the source")
        return
    if strip:
        top, _, path = path.partition("/")
        if not top or not path:
            raise writer.refused(member.name, "lies outside the chart's folder")
    if member.issym():
        writer.link(path, member.linkname)
    elif member.isreg():
        writer.file(path, _content(archive, member), size=member.size, executable=bool(member.mode & 0o100))
    else:
        raise writer.refused(member.name, "is neither a file nor a symbolic link")


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    file = archive.extractfile(member)
    while file and (chunk := file.read(_CHUNK)):
        yield chunk


def _plain(file: io.BufferedReader, writer: TreeWriter, name: str) -> io.BufferedIOBase:
    begins = file.peek(4)[:4]
    if begins == _ZSTD:
        raise writer.refused(name, "is packed with zstd, which is not read")
    return gzip.GzipFile(fileobj=file) if begins[:2] == _GZIP else file


class _Counted(io.RawIOBase):
    """A stream that raises an error once it has more bytes than its source may have, so that a bomb is not unpacked."""

    def __init__(self, plain: io.BufferedIOBase, writer: TreeWriter) -> None:
        self._plain, self._writer = plain, writer
        bounds = writer.bounds
        self._left = bounds.bytes + bounds.files * _BESIDE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]
        chunk = self._plain.read(min(len(buffer), _CHUNK))
        self._left -= len(chunk)
        if self._left < 0:
            self._writer.count(files=0, size=self._writer.bounds.bytes + 1)
        buffer[: len(chunk)] = chunk
        return len(chunk)
