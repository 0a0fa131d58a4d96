"""A cached render as a file: a line of sizes and digests, then what was looked at, the manifests, and the summary.

    swell-answer 1 STATE BYTES BYTES BYTES DIGEST DIGEST

The first digest is that of state, sizes and what was looked at, the second that of the answer; a file that does not fit
its line counts as damaged. What was looked at is read and compared first, so that nothing else is read of an answer to
other inputs.
"""

import os

from cmp.system.looks import digest
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Buffer = bytes | memoryview
    """Bytes, or a part of some that is no copy."""

KNOWN, SEEN_ONCE, VARYING = "known", "seen-once", "varying"
"""What is known of an answer: itself; its digest, which a second render confirms; that it is another one each time."""
SOURCE = "source"
"""The sort of a look that is a question about a source: its path is the question (`cmp.answers.questions`)."""
_MARK = b"swell-answer"
_VERSION = b"1"
_HEAD = 512  # bytes of the first line at most
_PARTS = 8


class DamagedError(Exception):
    """A file is no answer, or not the one that was written."""


class Entry(Value):
    """What a file holds: the state, what was looked at, and the answer: for one seen once, its digest alone.

    A look is a sort and a path of `cmp.system.looks`, and what was found there.
    """

    state: str
    looks: "tuple[tuple[str, str, bytes], ...]"
    manifests: bytes = b""
    summary: bytes = b""


def packed(entry: Entry) -> bytes:
    """Return an entry as the bytes of a file."""
    looks = b"\0".join(part for sort, path, found in entry.looks for part in (sort.encode(), os.fsencode(path), found))
    sizes = (b"%d" % len(part) for part in (looks, entry.manifests, entry.summary))
    answer = entry.manifests + entry.summary
    said = b" ".join((entry.state.encode(), *sizes))
    head = (_MARK, _VERSION, said, digest(said, looks), digest(answer))
    return b" ".join(head) + b"\n" + looks + answer


class Opened:
    """An entry's file, of which first the looks are read and then, if they fit, the answer."""

    def __init__(self, descriptor: int) -> None:
        """Read the looks. Raises DamagedError if it is no such file, OSError if it can't be read."""
        self._file = descriptor
        line, end, _ = os.pread(descriptor, _HEAD, 0).partition(b"\n")
        parts = line.split(b" ")
        if not end or len(parts) != _PARTS or parts[:2] != [_MARK, _VERSION] or not b"".join(parts[3:6]).isdigit():
            raise DamagedError
        self.state = parts[2].decode(errors="replace")
        self._at = len(line) + 1
        self._looks, self._manifests, self._summary = map(int, parts[3:6])
        self._digests = parts[6:]
        if os.fstat(descriptor).st_size != self._at + self._looks + self._manifests + self._summary:
            raise DamagedError
        self._packed = self._checked(self._looks, self._at, self._digests[0], b" ".join(parts[2:6]))

    def looks(self) -> "Iterator[tuple[str, str, bytes]]":
        """Yield what was looked at."""
        parts = self._packed.split(b"\0")
        for sort, path, found in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            yield sort.decode(), os.fsdecode(path), found

    def answer(self) -> "tuple[Buffer, Buffer]":
        """Return the manifests and the summary."""
        read = self._checked(self._manifests + self._summary, self._at + self._looks, self._digests[1])
        both = memoryview(read)
        return both[: self._manifests], both[self._manifests :]

    def _checked(self, size: int, at: int, said: bytes, before: bytes = b"") -> bytes:
        read = os.pread(self._file, size, at)
        if digest(before, read) != said:
            raise DamagedError
        return read
