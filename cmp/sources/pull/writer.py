"""Writing an untrusted tree of files: inside one folder, within bounds, and no path twice."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cmp.errors import PullError
from cmp.sources.model import DEEPEST, Bounds, Source
from cmp.sources.pull.redact import hidden

SCRATCH = ".swell-pulling"  # in the folder itself, so that nothing is left outside it even after SIGKILL
_CLEAR = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


@contextmanager
def emptied(folder: str) -> Iterator[None]:
    """Remove the scratch folder at the end of a `with`, and everything in the folder after an error."""
    try:
        yield
        shutil.rmtree(os.path.join(folder, SCRATCH), ignore_errors=True)
    except BaseException:
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)
        raise


def scratch(folder: str) -> str:
    """Return the folder for files that are needed only while pulling."""
    path = os.path.join(folder, SCRATCH)
    os.makedirs(path, mode=0o700, exist_ok=True)
    return path


class TreeWriter:
    """Writes files and links into a folder; links are made last, so that no file is written through one."""

    def __init__(self, folder: str, *, source: Source, bounds: Bounds) -> None:
        self._folder, self._source, self.bounds = os.path.realpath(folder), source, bounds
        self._bytes = self._files = 0
        self._links: list[tuple[str, str]] = []

    def file(self, path: str, chunks: Iterable[bytes], *, size: int, executable: bool = False) -> None:
        """Write a file of this size.

        Raises:
            PullError: its path leads out of the folder, exists already or is too long, or the bounds are exceeded.
        """
        target = self._place(path)
        self.count(files=1, size=size)
        with self._judging(path, exists="is there twice"):
            descriptor = os.open(target, _CLEAR, 0o755 if executable else 0o644)
        with open(descriptor, "wb") as file:
            file.writelines(chunks)
            if file.tell() != size:
                raise self.refused(path, "is cut off")

    def link(self, path: str, target: str) -> None:
        """Add a link, to be made at the end."""
        self.count(files=1, size=0)
        inside = os.path.normpath(os.path.join(os.path.dirname(path), target))
        if target.startswith("/") or not target or "\0" in target or inside == ".." or inside.startswith("../"):
            raise self.refused(path, "is a link that leads out of the source")
        self._links.append((path, target))

    def finish(self) -> None:
        """Make the links, and refuse those that lead out of the folder once resolved."""
        for path, target in self._links:
            place = self._place(path)
            with self._judging(path, exists="is there twice"):
                os.symlink(target, place)
        for path, _ in self._links:
            real = os.path.realpath(os.path.join(self._folder, path))
            if real != self._folder and not real.startswith(f"{self._folder}/"):
                raise self.refused(path, "is a link that leads out of the source")

    def count(self, *, files: int, size: int) -> None:
        """Add to the number of files and bytes written.

        Raises:
            PullError: a bound is exceeded.
        """
        self._files += files
        self._bytes += size
        if self._files > self.bounds.files:
            raise self._excess(f"{self.bounds.files} files")
        if self._bytes > self.bounds.bytes:
            raise self._excess(f"{self.bounds.bytes / (1 << 20):.0f} MiB")

    def refused(self, path: str, why: str) -> PullError:
        """Return the error for one path."""
        return PullError(
            f"{hidden(path)!r} {why}: nothing of it is used",
            where=self._source.alias,
            fix="ask who made the source, or name paths without it",
        )

    def _excess(self, limit: str) -> PullError:
        fix = "name fewer paths, or raise the limit"
        return PullError(f"it holds more than {limit}: nothing of it is used", where=self._source.alias, fix=fix)

    def _place(self, path: str) -> str:
        parts = path.split("/")
        if len(parts) > DEEPEST:
            raise self.refused(path, "lies deeper than anything should")
        if not all(parts) or any(part in (".", "..") for part in parts) or not path.isprintable():
            raise self.refused(path, "is a path that leads out of the source, or can't be printed")
        if any(part.rstrip(". ").lower() in (".git", "git~1") for part in parts) or parts[0] == SCRATCH:
            raise self.refused(path, "is a name that git or Swell keeps for itself")
        target = os.path.join(self._folder, *parts)
        with self._judging(path, exists="lies below a file"):
            os.makedirs(os.path.dirname(target), exist_ok=True)
        return target

    @contextmanager
    def _judging(self, path: str, *, exists: str) -> Iterator[None]:
        """Refuse a path if the file system does for what the path is; a failure of the disk stays an OSError."""
        try:
            yield
        except (FileExistsError, NotADirectoryError):
            raise self.refused(path, exists) from None
        except OSError as problem:
            if problem.errno != errno.ENAMETOOLONG:
                raise
            raise self.refused(path, "is longer than the file system takes, or leads to what is") from None
