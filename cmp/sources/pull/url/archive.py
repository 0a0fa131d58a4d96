"""Archives at an address: what one brings is checked against the digest that is declared, and unpacked as it is."""

import hashlib
import os
from collections import deque
from collections.abc import Iterator

from cmp.errors import PullError
from cmp.sources.model import Pinned, Pulling, Source
from cmp.sources.pull.archive import unpack
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.http.client import chunks
from cmp.sources.pull.http.download import get
from cmp.sources.pull.location import Location
from cmp.sources.pull.writer import TreeWriter, scratch


def resolve(source: Source, location: Location, pulling: Pulling) -> Pinned:
    """Return the digest that is declared, after checking that the archive has it."""
    pinned = Pinned(digest=source.asked)
    deque(_brought(source, location, pinned, pulling), maxlen=0)
    return pinned


def fetch(source: Source, location: Location, pinned: Pinned, folder: str, pulling: Pulling) -> None:
    """Fill the folder with the archive's files, which lie there as they do in the archive."""
    path = os.path.join(scratch(folder), "archive")
    with open(path, "wb") as file:
        file.writelines(_brought(source, location, pinned, pulling))
    writer = TreeWriter(folder, source=source, bounds=pulling.bounds)
    unpack(path, writer)
    writer.finish()


def _brought(source: Source, location: Location, pinned: Pinned, pulling: Pulling) -> Iterator[bytes]:
    """Yield the archive's bytes; an error at the end tells that they are others than those that are pinned."""
    asking = Asking(source=source, location=location, pulling=pulling, top=location.url)
    checksum = hashlib.sha256()
    for chunk in chunks(asking, get(asking, location.url), most=pulling.bounds.bytes):
        checksum.update(chunk)
        yield chunk
    if (real := f"sha256:{checksum.hexdigest()}") != pinned.digest:
        raise PullError(
            f"the archive that {location.host} sent is not what is pinned: {real[:19]}, not {pinned.digest[:19]}",
            where=source.alias,
            fix="ask who runs the server; if it was replaced, look at it, and declare its digest; nothing was used",
        )
