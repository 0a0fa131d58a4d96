"""The files in a chart's archive, within bounds: one may hold archives, and more than any memory does."""

import posixpath
import tarfile
from collections.abc import Callable, Iterator
from typing import IO

from cmp.sources.model import Bounds
from cmp.system.files import MAX_BYTES

_MOST = Bounds().bytes
BROKEN = (OSError, tarfile.TarError, EOFError, KeyError)  # KeyError: a link that leads nowhere
"""What reading raises where it is no archive, or one that is not read to its end."""


def members(file: IO[bytes], wanted: Callable[[str], bool], *, most: int = _MOST) -> Iterator[tuple[str, bytes | None]]:
    """Yield the paths and contents of files in an archive, those that are wanted by their path.

    The content is None where it is larger than Swell reads.

    Raises:
        tarfile.TarError: it is no archive, or holds more than `most` bytes.
    """
    left = most
    with tarfile.open(fileobj=file) as archive:
        for member in archive:
            left -= member.size
            if left < 0:
                raise tarfile.ReadError
            path = posixpath.normpath(member.name)
            if wanted(path) and member.isfile() and (held := archive.extractfile(member)):
                yield path, held.read() if member.size <= MAX_BYTES else None
