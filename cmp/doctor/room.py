"""Whether a folder can be written to, and how much room it has."""

import os
import tempfile
from collections.abc import Iterator

from cmp.doctor.model import Result, Setup
from cmp.errors import SwellError
from cmp.sources.store import location

_LEAST = 64 << 20
_UNITS = (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))


def temporary(setup: Setup) -> Iterator[Result]:
    """Yield whether the folder of temporary files can be written to, and has room."""
    folder = setup.settings.temporary.path
    if why := unwritable(folder):
        yield Result(thing="temporary", text=f"can't write to {folder}: {why}", fix=setup.settings.temporary.fix)
        return
    free = _room(folder)[0]
    yield _roomy("temporary", folder, free) or Result(thing="temporary", text=f"{folder}, {size(free)} free")


def store(setup: Setup) -> Iterator[Result]:
    """Yield whether the store can be written to and has room; a render that can't pulls its sources each time."""
    # Argo CD sets this for a render, but not for a person who runs swell doctor in the same container.
    settings = setup.settings.replace(for_argocd=setup.settings.for_argocd or bool(setup.home))
    try:
        folder, most = location.folder(settings), settings.store_bytes
    except SwellError as problem:
        yield Result.of(problem, "store")
        return
    if why := unwritable(_nearest(folder)):
        text = f"can't write to {folder}: {why}, so each render pulls again"
        yield Result(thing="store", text=text, fix=_writable(setup, folder))
        return
    free, whole = _room(_nearest(folder))
    if whole < most:
        text = f"{folder} may hold {size(most)}, and its volume {size(whole)}"
        yield Result(thing="store", text=text, fix="set SWELL_STORE_BYTES to less than the volume has")
    else:
        text = f"{folder}, at most {size(most)}, {size(free)} free"
        yield _roomy("store", folder, free) or Result(thing="store", text=text)


def unwritable(folder: str) -> str:
    """Return why nothing can be written into a folder, "" if something can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
    except OSError as problem:
        return problem.strerror or "no"
    return ""


def size(count: int) -> str:
    """Return a number of bytes as text: `1.5 GiB`."""
    for unit, one in _UNITS:
        if count >= one:
            return f"{count / one:.1f} {unit}"
    return f"{count} bytes"


def _roomy(thing: str, folder: str, free: int) -> Result | None:
    if free >= _LEAST:
        return None
    return Result(thing=thing, text=f"{folder} has only {size(free)} free", fix="give its volume more room")


def _writable(setup: Setup, folder: str) -> str:
    """Return what to do where the store can't be written to; without SWELL_STORE it may lie in /tmp."""
    if not setup.settings.store and folder.startswith(setup.settings.temporary.path.rstrip("/") + "/"):
        return setup.settings.temporary.fix
    if setup.home:
        return "let SWELL_STORE name a volume that this user may write to (`fsGroup: 999`)"
    return "let SWELL_STORE name a folder that you may write to"


def _room(folder: str) -> tuple[int, int]:
    """Return how much of a volume is free, and how much it is altogether."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize


def _nearest(folder: str) -> str:
    """Return the folder, or the nearest above it that is there: the store makes itself."""
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder
