"""Copies of locked sources under .swell/ beside the lock, each with a mark: a file that says what it is a copy of."""

import os
from typing import Annotated

from msgspec import Meta

from cmp.errors import SourceError
from cmp.lock.lockfile import Lock, from_file
from cmp.lock.pins import short
from cmp.sources.declaration import Declared, Opened
from cmp.sources.model import Pinned
from cmp.sources.store import fingerprint
from cmp.system.files import is_file, is_folder, read
from cmp.typed.parse import parsed
from cmp.typed.spec_base import Spec

FOLDER = ".swell"


class CopyRecord(Spec, frozen=True, kw_only=True):
    """The mark of a copy: its source, the paths that were copied, and the digest of the copied files."""

    commit: str = ""
    digest: str = ""
    version: str = ""
    label: str = ""
    paths: list[str]
    content: Annotated[str, Meta(min_length=1)]

    @property
    def pinned(self) -> Pinned:
        """The pin of the source that was copied."""
        return Pinned(commit=self.commit, digest=self.digest, version=self.version)


def beside(lock: str) -> str:
    """Return the folder of the copies that belong to a lock."""
    return os.path.join(os.path.dirname(lock), FOLDER)


def name(alias: str, environment: str, lock: Lock) -> str:
    """Return the name of a copy's folder; it contains the environment if the lock has entries of that environment."""
    return f"{alias}@{environment}" if alias in lock.environments.get(environment, {}) else alias


def mark(folder: str, *, shown: str) -> CopyRecord | None:
    """Return the mark of a copy, None if there is no copy.

    Raises:
        ConfigError: the mark can't be read.
    """
    path = f"{folder}.yaml"
    return parsed(read(path, shown=shown), CopyRecord, shown=shown)[0] if is_file(path) else None


def content(folder: str, *, shown: str) -> str:
    """Return the digest of a copy's files; who may execute them counts for nothing, since Argo CD hands on no modes.

    Raises:
        SourceError: one can't be read.
    """
    try:
        return fingerprint.digest(fingerprint.content(folder, modes=False))
    except OSError as problem:
        raise SourceError(
            f"can't read the copy {shown}: {problem.strerror}", fix="let the user of this process read it"
        ) from None


def opened(declared: Declared, pinned: Pinned) -> Opened | None:
    """Return the copy of a source, None if there is no copy.

    Raises:
        SourceError: the copy is of another source or pin than the lock says, or was altered.
    """
    if not declared.has_lock or not is_folder(beside(declared.lock)):
        return None
    lock = from_file(declared.lock, shown=declared.shown)
    own = name(declared.source.alias, declared.environment, lock)
    folder = os.path.join(beside(declared.lock), own)
    shown = os.path.join(os.path.dirname(declared.shown), FOLDER, own)
    found = mark(folder, shown=f"{shown}.yaml")
    if found is None:
        return None
    if found.pinned != pinned:
        raise SourceError(
            f"the copy {shown} is of {short(found.pinned)}, and {declared.shown} says {short(pinned)}",
            where=declared.where,
            fix="run `swell lock --vendor`, and commit .swell with the lock",
        )
    real = os.path.realpath(folder)
    if real != os.path.join(os.path.realpath(os.path.dirname(declared.lock)), FOLDER, own):
        raise SourceError(f"the copy {shown} is a link", fix="run `swell lock --vendor`")
    if content(real, shown=shown) != found.content:
        raise SourceError(
            f"the copy {shown} has other files than when it was copied",
            where=declared.where,
            fix="undo the change, or run `swell lock --vendor`; see that git ignores none of its files",
        )
    return Opened(alias=declared.source.alias, folder=real, label=found.label, paths=tuple(found.paths))
