"""A source as swell.yaml declares it, and the files of an opened source."""

from typing import Protocol

from cmp.sources.model import Bounds, Pinned, Source
from cmp.sources.pull.kinds import kind_of
from cmp.system.files import is_file
from cmp.value import Value


class Declared(Value):
    """A declared source, its line (`swell.yaml:5`), and the path of the lock beside that file, "" for an inline config.

    `mode` is locked, floating, or "" if not set; `here` tells whether the file is in the application's repository.
    """

    source: Source
    where: str
    lock: str = ""
    shown: str = ""
    mode: str = ""
    environment: str = ""
    bounds: Bounds = Bounds()
    here: bool = True

    @property
    def exact(self) -> bool:
        """Whether the declaration is exact: a commit, a digest or a full version."""
        return kind_of(self.source).is_exact(self.source.asked)

    @property
    def has_lock(self) -> bool:
        """Whether there is a lock that applies to the source."""
        return bool(self.lock) and self.mode != "floating" and is_file(self.lock)

    @property
    def floats(self) -> bool:
        """Whether each render resolves the source again, although the declaration does not say `floating`."""
        return not (self.mode or self.exact or self.has_lock)


class Opened(Value):
    """The files of an opened source: `label` names its pin (`be-sms@4f1c2e9`), `paths` the copied ones, None if all.

    `alias` is "" for a copy of a part of the repository itself.
    """

    alias: str
    folder: str
    label: str
    paths: tuple[str, ...] | None = None


class SourceSession(Protocol):
    """Opens the sources of a render, each once."""

    def open(self, declared: Declared) -> Opened:
        """Return a source's files."""

    def holding(self, path: str) -> Opened | None:
        """Return the opened source that a path lies in."""

    def resolved(self, declared: Declared) -> Pinned:
        """Return what a source is resolved to now; the result is the same throughout a render."""

    def stored(self, declared: Declared, pinned: Pinned) -> Opened:
        """Return a pin's files from the store."""

    def scratch(self) -> str:
        """Return a new folder that is removed when the session closes."""
