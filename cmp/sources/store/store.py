"""Returning the folder with a pin's content: an existing one, or one that is made once for all renders."""

import errno
import os
import shutil
import tempfile
from contextlib import suppress

from cmp.errors import CommandError, SourceError
from cmp.sources.store import fingerprint, location, objects
from cmp.sources.store.eviction import evict
from cmp.system import locks
from cmp.system.reaper import REAPER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cmp.settings import Settings
    from cmp.system.process import Deadline

    Fill = Callable[[str], tuple[str, ...]]
    Serves = Callable[[tuple[str, ...]], bool]


class Store:
    """The store for one render: every folder it returns is kept from removal until `close`."""

    def __init__(self, settings: "Settings", deadline: "Deadline") -> None:
        """Touch nothing yet."""
        self._settings, self._deadline = settings, deadline
        self._folder, self._most = location.folder(settings), settings.store_bytes
        self._held: list[int] = []
        self._private: list[str] = []
        self._swept = False

    def folder(self, keys: "Sequence[str]", fill: "Fill", *, serves: "Serves", what: str) -> str:
        """Return the folder of a pin's content; if it is missing, `fill` writes it into an empty folder.

        If the store can't be written, or has no room, the content goes into a temporary folder of this render: `fill`
        raises OSError for what the disk can't do, as calls of the operating system do.

        Args:
            keys: what the content may be pinned by; it is written under the first.
            fill: writes the content, and returns lines that are noted beside the pin.
            serves: tells by these lines whether the entry may be used.
            what: the content's name in errors.

        Raises:
            SourceError: no folder can be written; and the errors of `fill`.
        """
        pins = [os.path.join(self._folder, "pins", fingerprint.digest(key)) for key in keys]
        self._sweep()
        if found := self._known(pins, serves):
            return found
        try:
            return self._once(pins, fill, serves, what=what)
        except OSError as problem:
            return self._alone(fill, problem, what=what)

    def close(self) -> None:
        """Release all folders; only now may they be removed."""
        for lock in self._held:
            os.close(lock)
        for folder in self._private:
            shutil.rmtree(folder, ignore_errors=True)
        self._held, self._private = [], []

    def _known(self, pins: "Sequence[str]", serves: "Serves") -> str:
        """Return the folder of the first entry that is undamaged and may be used, "" if there is none."""
        for pin in pins:
            with suppress(OSError):
                folder = objects.pinned(pin, self._folder)
                if folder and serves(objects.notes(pin)) and (lock := objects.opened(folder)) is not None:
                    self._held.append(lock)
                    return os.path.join(folder, "tree")
        return ""

    def _once(self, pins: "Sequence[str]", fill: "Fill", serves: "Serves", *, what: str) -> str:
        self._make()
        pin = pins[0]
        path = os.path.join(self._folder, "locks", os.path.basename(pin))
        if (lock := locks.awaited(path, deadline=self._deadline)) is None:
            raise CommandError(
                f"waited {self._deadline.seconds:.0f} s for another render that pulls {what}",
                fix=f"raise {self._deadline.source}, or see why pulling takes so long",
            )
        try:
            if found := self._known(pins, serves):  # another process was faster
                return found
            self._written(pin, fill)
            if found := self._known([pin], serves):
                evict(self._folder, most=self._most)
                return found
        finally:
            os.close(lock)
        raise OSError(errno.EIO, "what was written is damaged, or was removed at once")

    def _written(self, pin: str, fill: "Fill") -> None:
        with objects.writing(self._folder) as work:
            os.mkdir(tree := os.path.join(work, "tree"))
            notes = fill(tree)
            folder = objects.finished(work, self._folder)
        objects.replace(pin, "\n".join((os.path.basename(folder), *notes)), self._folder)

    def _sweep(self) -> None:
        """Remove what killed processes have left in the store, once in a render."""
        if not self._swept and not location.foreign(self._folder):
            self._swept = True
            with suppress(OSError):  # there is no store yet, or it can only be read
                objects.sweep(self._folder)

    def _make(self) -> None:
        location.refuse_foreign(self._folder)
        for name in location.PARTS:
            os.makedirs(os.path.join(self._folder, name), mode=0o700, exist_ok=True)
        if not self._settings.store and os.stat(self._folder).st_uid != os.getuid():
            raise SourceError(f"{self._folder} belongs to another user", fix="set SWELL_STORE to a folder of your own")

    def _alone(self, fill: "Fill", problem: OSError, *, what: str) -> str:
        try:
            folder = tempfile.mkdtemp(prefix="swell-source-", dir=self._settings.temporary.path)
            REAPER.folder(folder)
            self._private.append(folder)
            os.mkdir(tree_of := os.path.join(folder, "tree"))
            fill(tree_of)
        except OSError as second:
            here = f"in the store {self._folder}: {problem.strerror}"
            room = "give the store more room (SWELL_STORE), or lower SWELL_STORE_BYTES so that it stays below that"
            raise self._settings.temporary.refusal(second, what=what, here=here, room=room) from None
        return tree_of
