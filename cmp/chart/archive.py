"""The files in a chart's archive, within bounds: one may hold archives, and more than any memory does."""

import gzip
import posixpath
import tarfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from cmp.budget import Budget
from cmp.errors import SourceError
from cmp.sources.model import Bounds
from cmp.sources.tar import Archive, ExcessError, Headers
from cmp.system.files import MAX_BYTES

_ARCHIVES = 1000
DAMAGED = (gzip.BadGzipFile, tarfile.TarError, EOFError, KeyError, zlib.error)  # KeyError: a link that leads nowhere
"""What reading raises where it is no archive, or a damaged one."""
BROKEN = (OSError, *DAMAGED)
"""The same, or where the disk reads it to no end."""


class Room:
    """What may be read of all archives of one chart together, since those in it may hold others, each many times."""

    def __init__(self, *, most: int = Bounds().bytes) -> None:
        """Begin with nothing read of at most so many bytes."""
        self._bytes = Budget(most, lambda: _excess(f"{most >> 20} MiB"))
        self._archives, self._headers = Budget(_ARCHIVES, lambda: _excess(f"{_ARCHIVES} archives")), Headers()

    def members(self, file: IO[bytes], wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes | None]]:
        """Yield the paths and contents of files in an archive, those that are wanted by their path.

        All paths begin with the same folder, since Helm drops what they begin with. The content is None where it is
        larger than Swell reads.

        Raises:
            tarfile.TarError: it is no archive that is packed with gzip, as Helm's are.
            SourceError: they hold more than they may.
        """
        self._archives.take()
        try:
            with Archive.reading(file, "r:gz", self._headers) as archive:
                top = ""
                for member in archive:
                    top = top or _top(member.name)
                    self._bytes.take(member.size)
                    path = posixpath.join(top, _inner(member.name))
                    if member.isdir() or not wanted(path):
                        continue
                    yield path, _content(archive, member) if member.size <= MAX_BYTES else None
        except ExcessError as excess:
            raise _excess(str(excess)) from None


def _content(archive: Archive, member: tarfile.TarInfo) -> bytes:
    """Return what a member holds to Helm: for that, a link is an empty file, and so are a device and a pipe."""
    if member.isreg() or member.type not in tarfile.SUPPORTED_TYPES:
        held = archive.extractfile(member)
        return held.read() if held else b""
    return b""


def _top(name: str) -> str:
    """Return the folder that a member lies in, or a name for it."""
    folder = name.partition(_separator(name))[0]
    return folder if folder not in ("", ".", "..") and "/" not in folder else "chart"


def _inner(name: str) -> str:
    """Return a member's path as Helm sees it, below the folder of the chart, whatever that is called.

    Source: LoadArchiveFiles in pkg/chart/loader/archive/archive.go of Helm 4.3.
    """
    separator = _separator(name)
    return posixpath.normpath(name.partition(separator)[2].replace(separator, "/")).lstrip("/")


def _separator(name: str) -> str:
    return "\\" if "\\" in name else "/"


def _excess(bound: str) -> SourceError:
    fix = "pack the charts in charts/ again with what they need: helm package"
    return SourceError(f"the archives in charts/ hold more than {bound}", fix=fix)
