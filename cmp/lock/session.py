"""Opening the sources of a render, each once: the copy beside the lock, else from the store, else by pulling it."""

import os
import shutil
import tempfile
from collections.abc import Iterator

from cmp.lock import copies
from cmp.lock.pins import locked, short
from cmp.sources.declaration import Declared, Opened
from cmp.sources.model import Pinned, Pulling, Source, Used
from cmp.sources.pull import pull
from cmp.sources.store.store import Store
from cmp.system.files import WATCH, leave
from cmp.system.reaper import REAPER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from cmp.settings import Settings
    from cmp.system.process import Deadline

    Answer = TypeVar("Answer", Opened, Pinned)

_PUBLIC = ""  # the name of no credential: what was pulled without one is for all


class LockSession:
    """Opens the sources of one render. `pin` returns a source's pin, None if it has to be resolved now."""

    def __init__(
        self,
        settings: "Settings",
        deadline: "Deadline",
        *,
        pin: "Callable[[Declared], Pinned | None]" = locked,
        copies: bool = True,
    ) -> None:
        """Open nothing yet; with `copies` false, the copies beside the lock are not used."""
        self._settings, self._deadline, self._pin, self._copies = settings, deadline, pin, copies
        self._store: Store | None = None
        self._opened: dict[Declared, Opened] = {}
        self._pins: dict[Source, Pinned] = {}
        self._scratch: list[str] = []

    def open(self, declared: Declared) -> Opened:
        """Return a source's files."""
        if declared not in self._opened:
            self._opened[declared] = self._newly(declared)
        return self._told("open", declared, None, self._opened[declared])

    def holding(self, path: str) -> Opened | None:
        """Return the opened source that a path lies in."""
        for one in self._opened.values():
            if path == one.folder or path.startswith(f"{one.folder}/"):
                return one
        return None

    def resolved(self, declared: Declared) -> Pinned:
        """Return what a source is resolved to now; the result is the same throughout a render."""
        return self._told("resolve", declared, None, self._resolved(declared))

    def _resolved(self, declared: Declared) -> Pinned:
        if declared.source not in self._pins:
            self._pins[declared.source] = pull.resolve(declared.source, self._pulling(declared))
        return self._pins[declared.source]

    def confirm(self, declared: Declared, pinned: Pinned) -> None:
        """Check that a source's server still has the pinned content, where its kind can ask for that."""
        pull.confirm(declared.source, pinned, self._pulling(declared))

    def scratch(self) -> str:
        """Return a new folder that is removed when the session closes.

        Raises:
            SourceError: no folder can be made.
        """
        try:
            folder = tempfile.mkdtemp(prefix="swell-chart-", dir=self._settings.temporary.path)
        except OSError as problem:
            raise self._settings.temporary.refusal(problem, what="a temporary folder") from None
        REAPER.folder(folder)
        self._scratch.append(folder)
        return leave(os.path.realpath(folder))

    def close(self) -> None:
        """Release the store, and remove temporary folders."""
        if self._store:
            self._store.close()
        for folder in self._scratch:
            shutil.rmtree(folder, ignore_errors=True)
        REAPER.stop()

    def _newly(self, declared: Declared) -> Opened:
        pinned = self._pin(declared)
        if pinned and self._copies and (copy := copies.opened(declared, pinned)):
            return copy
        return self._stored(declared, pinned or self._resolved(declared))

    def stored(self, declared: Declared, pinned: Pinned) -> Opened:
        """Return a pin's files from the store.

        What the project could not pull itself it does not get: an entry serves it where its own credential has pulled
        it, or none was needed, and where the policy allows all addresses that were asked.
        """
        return self._told("store", declared, pinned, self._stored(declared, pinned))

    def _stored(self, declared: Declared, pinned: Pinned) -> Opened:
        source = declared.source
        self._store = self._store or Store(self._settings, self._deadline)
        pulling = self._pulling(declared)
        pin = (source.kind, source.location, source.name, *pinned.said.values())
        credentials = dict.fromkeys((pull.credential_of(source, pulling), _PUBLIC))
        folder = self._store.folder(
            [repr((*pin, credential)) for credential in credentials],
            lambda empty: _filled(source, pinned, empty, pulling),
            serves=lambda notes: all(pull.could_use(used, source, pulling) for used in _read(notes)),
            what=f"${source.alias}",
        )
        return Opened(alias=source.alias, folder=os.path.realpath(folder), label=label(source, pinned))

    def _told(self, how: str, declared: Declared, pinned: Pinned | None, answer: "Answer") -> "Answer":
        """Return an answer after noting it, so that it can be asked for again."""
        if WATCH.by:
            WATCH.by.note_source(how, declared, pinned, answer)
        return answer

    def _pulling(self, declared: Declared) -> Pulling:
        return Pulling(settings=self._settings, deadline=self._deadline, bounds=declared.bounds)


def _filled(source: Source, pinned: Pinned, folder: str, pulling: Pulling) -> tuple[str, ...]:
    """Pull a pin's files into a folder, and return a line for each address beside the source's own that was asked."""
    seen: dict[Used, None] = {}
    pull.fetch(source, pinned, folder, pulling.replace(note=seen.setdefault))
    return tuple(f"{used.address} {used.credential}" for used in seen)


def _read(notes: tuple[str, ...]) -> Iterator[Used]:
    for note in notes:
        address, _, credential = note.partition(" ")
        yield Used(address=address, credential=credential)


def label(source: Source, pinned: Pinned) -> str:
    """Return the label of a source at a pin: `be-sms@4f1c2e9`."""
    name = source.name or source.location.rstrip("/").rpartition("/")[2].removesuffix(".git")
    return f"{name}@{short(pinned)}"
