"""Writing what was asked for: where that fails, the error says what could not be written, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EEXIST, EISDIR, ENOSPC, ENOTDIR, EPERM, EROFS

from cmp.errors import SourceError
from cmp.system.files import SHORT

_FIXES = {
    EACCES: "let this user write there, or name another place",
    EPERM: "let this user write there, or name another place",
    EROFS: "name a place on a disk that is not read-only",
    ENOSPC: "make room on that disk",
    ENOTDIR: "name a place in a folder: a part of this path is a file",
    EEXIST: "name a place in a folder: a part of this path is a file",
    EISDIR: "name a file: a folder lies there",
}
"""What to do, by what the operating system says."""
_OTHER = "name a place that can be written, and see that there is room"


@contextmanager
def writing(shown: str) -> Iterator[None]:
    """Turn what the operating system refuses inside a `with` into an error about a file or folder, named as `shown`.

    Raises:
        SourceError: it can't be written.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in SHORT:
            raise
        said = (problem.strerror or str(problem)).lower()
        raise SourceError(f"can't write {shown}: {said}", fix=_FIXES.get(problem.errno or 0, _OTHER)) from None


@contextmanager
def copying(what: str) -> Iterator[None]:
    """Turn what the operating system refuses inside a `with` into an error about a temporary copy, of `what`.

    Raises:
        SourceError: it can't be written.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in SHORT:
            raise
        raise SourceError(
            f"can't write a copy of {what}: {problem.strerror or problem}",
            fix="give the volume of temporary files more room, or let TMPDIR name another folder",
        ) from None
