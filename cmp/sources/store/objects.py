"""Objects of the store: one folder for each, named by the digest of its content.

    objects/DIGEST/tree      the pulled files
    objects/DIGEST/content   a line for each file; DIGEST is its digest
    objects/DIGEST/touched   sizes and times at the last check of all files
    objects/DIGEST/lock      held by each process that reads the object; its time is that of the last read
    tmp/                     objects being written, each beside a lock that its writer holds

An object is written in tmp and renamed, so it is there as a whole or not at all.
"""

import os
import shutil
import tempfile
import time
from contextlib import suppress

from cmp.errors import SourceError
from cmp.sources.store import fingerprint
from cmp.system import locks
from cmp.system.reaper import REAPER

_OURS = ("new-", "gone-")
_YOUNG = 60  # seconds in which a folder without a lock may be one that a writer has just begun


def opened(folder: str) -> int | None:
    """Return the descriptor whose lock keeps an object from being removed, None if the object is missing or damaged."""
    lock = locks.tried(os.path.join(folder, "lock"), alone=False)
    if lock is None:
        return None
    if _is_right(folder):
        with suppress(OSError):
            os.utime(os.path.join(folder, "lock"))
        return lock
    os.close(lock)
    return None


def pinned(pin: str, store: str) -> str:
    """Return the folder of the object that a pin points to, "" if the pin is damaged.

    Raises:
        OSError: there is no pin.
    """
    name = _read(pin).partition("\n")[0]
    return os.path.join(store, "objects", name) if fingerprint.is_digest(name) else ""


def notes(pin: str) -> tuple[str, ...]:
    """Return what was noted beside a pin, one line each.

    Raises:
        OSError: there is no pin.
    """
    return tuple(_read(pin).split("\n")[1:])


def finished(work: str, store: str) -> str:
    """Move a written object to its place, and return the object's folder.

    An existing object with this content is kept, unless it is damaged.
    """
    text = fingerprint.content(os.path.join(work, "tree"))
    _write(os.path.join(work, "content"), text)
    _write(os.path.join(work, "touched"), fingerprint.touched(os.path.join(work, "tree")))
    fingerprint.settle(work)
    folder = os.path.join(store, "objects", fingerprint.digest(text))
    try:
        os.rename(work, folder)
    except OSError:
        if not os.path.isdir(folder):
            raise
        if (lock := opened(folder)) is not None:
            os.close(lock)
            shutil.rmtree(work, ignore_errors=True)
        else:
            remove(folder, store)
            os.rename(work, folder)
    return folder


def remove(folder: str, store: str) -> None:
    """Remove an object at once: other processes see either the whole object or none."""
    grave = tempfile.mkdtemp(prefix="gone-", dir=os.path.join(store, "tmp"))
    with suppress(FileNotFoundError):
        os.rename(folder, os.path.join(grave, "object"))
    shutil.rmtree(grave, ignore_errors=True)


def begun(store: str) -> tuple[str, int]:
    """Return a new folder to write in, and the descriptor of its lock, which shows that its writer still runs."""
    work = tempfile.mkdtemp(prefix="new-", dir=os.path.join(store, "tmp"))
    REAPER.folder(work)
    lock = locks.tried(os.path.join(work, "lock"), alone=True, create=True)
    if lock is None:
        raise BlockingIOError(11, "another process removed a folder that was just begun", work)
    os.mkdir(os.path.join(work, "tree"))
    return work, lock


def sweep(store: str) -> None:
    """Remove the folders of writers that no longer run."""
    for name in os.listdir(os.path.join(store, "tmp")):
        if not name.startswith(_OURS):
            continue  # another program's folder
        path = os.path.join(store, "tmp", name)
        with suppress(OSError):
            lock = locks.tried(os.path.join(path, "lock"), alone=True)
            bare = not os.path.exists(os.path.join(path, "lock")) and time.time() - os.stat(path).st_mtime > _YOUNG
            if lock is not None or bare:
                shutil.rmtree(path, ignore_errors=True)
            if lock is not None:
                os.close(lock)


def _is_right(folder: str) -> bool:
    """Tell whether an object's content matches its name; its files are read only if their times have changed."""
    try:
        now, seen = fingerprint.touched(os.path.join(folder, "tree")), _read(os.path.join(folder, "touched"))
        text = _read(os.path.join(folder, "content"))
        if fingerprint.digest(text) != os.path.basename(folder):
            return False
        if now == seen:
            return True
        if fingerprint.content(os.path.join(folder, "tree")) != text:
            return False
    except (OSError, SourceError):
        return False
    with suppress(OSError):  # in a read-only store, all files are read each time
        fresh = os.path.join(folder, f"touched-{os.getpid()}")
        _write(fresh, now)
        os.replace(fresh, os.path.join(folder, "touched"))
    return True


def _read(path: str) -> str:
    """Return the text of a file that the store wrote; damaged bytes give another text, and no error."""
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
