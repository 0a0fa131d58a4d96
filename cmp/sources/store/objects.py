"""Objects of the store: one folder for each, named by the digest of its content.

    objects/DIGEST/tree      the pulled files
    objects/DIGEST/content   a line for each file; DIGEST is its digest
    objects/DIGEST/touched   sizes and times at the last check of all files
    objects/DIGEST/lock      held by each process that reads the object; its time is that of the last read
    tmp/new-*                what is being written, each beside a lock that its writer holds
    tmp/gone-*               removed objects

What is written is renamed from tmp, so it is there as a whole or not at all.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cmp.errors import SourceError
from cmp.sources.store import fingerprint
from cmp.system import locks
from cmp.system.reaper import REAPER

_NEW, _GONE = "new-", "gone-"


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
        else:
            remove(folder, store)
            os.rename(work, folder)
    return folder


def replace(path: str, text: str, store: str) -> None:
    """Write a small file of the store; it is replaced at once."""
    with writing(store) as work:
        fresh = os.path.join(work, "text")
        _write(fresh, text)
        os.replace(fresh, path)


def remove(folder: str, store: str) -> None:
    """Remove an object at once: other processes see either the whole object or none."""
    grave = os.path.join(store, "tmp", f"{_GONE}{os.urandom(8).hex()}")
    with suppress(FileNotFoundError):
        os.rename(folder, grave)
    shutil.rmtree(grave, ignore_errors=True)


@contextmanager
def writing(store: str) -> Iterator[str]:
    """Give a new folder to write in to a `with`, and remove it afterwards, unless it was renamed.

    It is locked as long as its writer runs. It is made and locked under one lock with `sweep`, so that a folder without
    a lock has no writer, whatever its times say.
    """
    top, work, lock = os.path.join(store, "tmp"), "", None
    try:
        with locks.Exclusive(top):
            work = tempfile.mkdtemp(prefix=_NEW, dir=top)
            lock = locks.tried(os.path.join(work, "lock"), alone=True, create=True)
        REAPER.folder(work)
        yield work
    finally:
        if lock is not None:
            os.close(lock)
        shutil.rmtree(work, ignore_errors=True)


def sweep(store: str) -> None:
    """Remove what processes that were killed have left: folders of writers that no longer run, and removed objects.

    Raises:
        OSError: there is no store.
    """
    top, left, held = os.path.join(store, "tmp"), list[str](), list[int]()
    with locks.Exclusive(top):
        for name in os.listdir(top):
            path = os.path.join(top, name)
            lock = os.path.join(path, "lock")
            if name.startswith(_GONE) or (name.startswith(_NEW) and not os.path.lexists(lock)):
                left.append(path)
            elif name.startswith(_NEW) and (free := locks.tried(lock, alone=True)) is not None:
                left.append(path)
                held.append(free)
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    for free in held:
        os.close(free)


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
        replace(os.path.join(folder, "touched"), now, os.path.dirname(os.path.dirname(folder)))
    return True


def _read(path: str) -> str:
    """Return the text of a file that the store wrote; damaged bytes give another text, and no error."""
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
