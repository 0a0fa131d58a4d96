"""Keeping the store within its bound: the least recently used objects are removed, except those being read."""

import os
from contextlib import suppress

from cmp.sources.store import fingerprint, objects
from cmp.system import locks


def evict(store: str, *, most: int) -> None:
    """Remove objects until the rest fits into the bound, and the pins that pointed to removed objects."""
    folder = os.path.join(store, "objects")
    found = []
    for name in filter(fingerprint.is_digest, os.listdir(folder)):
        path = os.path.join(folder, name)
        with suppress(OSError):
            found.append((os.stat(os.path.join(path, "lock")).st_mtime_ns, fingerprint.size(path), path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= most:
            break
        if (lock := locks.tried(os.path.join(path, "lock"), alone=True)) is not None:
            objects.remove(path, store)
            os.close(lock)
            total -= size
    _forget(store)


def _forget(store: str) -> None:
    pins = os.path.join(store, "pins")
    for name in filter(fingerprint.is_digest, os.listdir(pins)):
        pin = os.path.join(pins, name)
        with suppress(OSError):
            if not os.path.isdir(objects.pinned(pin, store)):
                os.unlink(pin)
