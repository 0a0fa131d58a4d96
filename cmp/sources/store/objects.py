"""Objects of the store: a folder each, named after the digest of its content.

    objects/DIGEST/tree      what was pulled
    objects/DIGEST/content   a line for each file; DIGEST is its digest
    objects/DIGEST/touched   sizes and times as they were when all files were last read and found right
    objects/DIGEST/lock      held by all who read the object; its time is when somebody last did
    tmp/                     what is being written, each beside a lock that its writer holds

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
_YOUNG = 60  # seconds in which a folder without a lock may be one that somebody has just begun


def opened(folder: str) -> int | None:
    """Return the descriptor that keeps an object from being removed, None if it is missing or damaged."""
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
    """Return the folder of the object that a pin leads to, "" where the pin is damaged.

    Raises:
        OSError: there is no pin.
    """
    name = _read(pin)
    return os.path.join(store, "objects", name) if fingerprint.is_digest(name) else ""


def finished(work: str, store: str) -> str:
    """Move what was written to its place; return the object's folder.

    Where an object with this content is there already, that one stays, unless it is damaged.
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
    """Take an object away; whoever comes later finds none, or all of it."""
    grave = tempfile.mkdtemp(prefix="gone-", dir=os.path.join(store, "tmp"))
    with suppress(FileNotFoundError):
        os.rename(folder, os.path.join(grave, "object"))
    shutil.rmtree(grave, ignore_errors=True)


def begun(store: str) -> tuple[str, int]:
    """Return a new folder to write in, and the descriptor that shows that its writer lives."""
    work = tempfile.mkdtemp(prefix="new-", dir=os.path.join(store, "tmp"))
    REAPER.folder(work)
    lock = locks.tried(os.path.join(work, "lock"), alone=True, create=True)
    if lock is None:
        raise BlockingIOError(11, "somebody swept a folder that was just begun", work)
    os.mkdir(os.path.join(work, "tree"))
    return work, lock


def sweep(store: str) -> None:
    """Remove what writers left behind that are gone."""
    for name in os.listdir(os.path.join(store, "tmp")):
        if not name.startswith(_OURS):
            continue  # somebody else's folder
        path = os.path.join(store, "tmp", name)
        with suppress(OSError):
            lock = locks.tried(os.path.join(path, "lock"), alone=True)
            bare = not os.path.exists(os.path.join(path, "lock")) and time.time() - os.stat(path).st_mtime > _YOUNG
            if lock is not None or bare:
                shutil.rmtree(path, ignore_errors=True)
            if lock is not None:
                os.close(lock)


def _is_right(folder: str) -> bool:
    """Tell whether an object is what its name says; read its files only where something has touched them."""
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
    with suppress(OSError):  # a store that can only be read is read again each time
        fresh = os.path.join(folder, f"touched-{os.getpid()}")
        _write(fresh, now)
        os.replace(fresh, os.path.join(folder, "touched"))
    return True


def _read(path: str) -> str:
    """Return a text of ours; what a failing disk made of it is another text, and no other error."""
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
