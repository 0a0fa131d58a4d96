"""The files in a chart's archive, within bounds: an archive may hold archives, and more than any memory does."""

import posixpath
import tarfile
from collections.abc import Callable, Iterator
from typing import IO

from cmp.sources.model import Bounds
from cmp.system.files import MAX_BYTES

_MOST = Bounds().bytes
BROKEN = (OSError, tarfile.TarError, EOFError, KeyError)  # KeyError: a link that leads nowhere
"""What reading raises where it is no archive."""


def members(file: IO[bytes], wanted: Callable[[str], bool], *, most: int = _MOST) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and contents of files in an archive, those that are wanted by their path.

    What comes after `most` bytes, and what is larger than Swell reads, is left out.
    """
    left = most
    with tarfile.open(fileobj=file) as archive:
        for member in archive:
            left -= member.size
            if left < 0:
                return
            path = posixpath.normpath(member.name)
            if wanted(path) and member.isfile() and member.size <= MAX_BYTES and (held := archive.extractfile(member)):
                yield path, held.read()
