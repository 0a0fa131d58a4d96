"""A source as a swell.yaml declares it, and what has been opened for it."""

import os
import re
from typing import Protocol

from cmp.sources.model import Bounds, Pinned, Source
from cmp.value import Value

_EXACT = {
    "git": re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?"),
    "oci": re.compile(r"sha256:[0-9a-f]{64}"),
    "helm": re.compile(r"v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?"),
}


def is_version(text: str) -> bool:
    """Tell whether a text is a version in full and no range."""
    return bool(_EXACT["helm"].fullmatch(text))


class Declared(Value):
    """A source, where it stands (`swell.yaml:5`), and the path of the lock beside that file, "" for inline ones.

    `mode` is locked, floating, or "" if nothing is said; `here` tells a file of the application's own repository.
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
        """Whether what is asked for can only ever be one thing."""
        return bool(_EXACT[self.source.kind].fullmatch(self.source.asked))

    @property
    def has_lock(self) -> bool:
        """Whether a lock counts for it."""
        return bool(self.lock) and self.mode != "floating" and os.path.isfile(self.lock)

    @property
    def floats(self) -> bool:
        """Whether each render asks anew what it is, though nobody said that this is meant."""
        return not (self.mode or self.exact or self.has_lock)


class Opened(Value):
    """A source's files: `label` is what they are (`be-sms@4f1c2e9`), `paths` those that were vendored, None if all.

    `alias` is "" for a copy of a part of the repository itself.
    """

    alias: str
    folder: str
    label: str
    paths: tuple[str, ...] | None = None


class SourceSession(Protocol):
    """Where sources are opened, each once."""

    def open(self, declared: Declared) -> Opened:
        """Return a source's files."""

    def holding(self, path: str) -> Opened | None:
        """Return the opened source that a path lies in."""

    def resolved(self, declared: Declared) -> Pinned:
        """Return what a source is right now, the same throughout a render."""

    def stored(self, declared: Declared, pinned: Pinned) -> Opened:
        """Return a pin's files from the store."""

    def scratch(self) -> str:
        """Return a new folder that is gone when all is done."""
