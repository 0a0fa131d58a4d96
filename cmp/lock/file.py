"""Reading and writing swell.lock."""

import os
import tempfile

from cmp import dialect
from cmp.config.parse import parsed
from cmp.errors import SourceError
from cmp.lock.spec import EntrySpec, LockFile
from cmp.pull.model import Pinned, Source
from cmp.sources.places import read
from cmp.value import Value

_HEAD = "# What each source was when it was pinned. `swell lock` writes this file; commit it.\n"
_KINDS = ("git", "oci", "helm")


class Entry(Value):
    """What was asked for, and what that was."""

    source: Source
    pinned: Pinned


Entries = dict[str, Entry]


class Lock(Value):
    """The entries by alias, and those that differ by environment."""

    entries: Entries = {}  # noqa: RUF012  (never changed)
    environments: dict[str, Entries] = {}  # noqa: RUF012

    def entry(self, alias: str, environment: str) -> Entry | None:
        """Return what counts for a source in an environment."""
        return self.environments.get(environment, {}).get(alias) or self.entries.get(alias)

    def slim(self) -> "Lock":
        """Return the lock without what an environment has in common with all."""
        own = {
            name: {alias: entry for alias, entry in sorted(entries.items()) if entry != self.entries.get(alias)}
            for name, entries in sorted(self.environments.items())
        }
        return Lock(
            entries=dict(sorted(self.entries.items())),
            environments={name: entries for name, entries in own.items() if entries},
        )


def from_file(path: str, *, shown: str) -> Lock:
    """Return what a lock says, nothing where there is none.

    Raises:
        ConfigError: it is not one.
    """
    if not os.path.isfile(path):
        return Lock()
    spec, _ = parsed(read(path, shown=shown), LockFile, shown=shown)
    environments = {name: _entries(entries) for name, entries in spec.environments.items()}
    return Lock(entries=_entries(spec.sources), environments=environments)


def text(lock: Lock) -> str:
    """Return a lock as it is written: a block for each source, sorted, so that a diff shows what has moved."""
    said = {"apiVersion": "swell/v1", "sources": _said(lock.entries)}
    if lock.environments:
        said["environments"] = {name: _said(entries) for name, entries in lock.environments.items()}
    return _HEAD + dialect.dump(said)


def write(path: str, lock: Lock, *, shown: str) -> None:
    """Write a lock, whole or not at all.

    Raises:
        SourceError: the folder can't be written.
    """
    try:
        number, fresh = tempfile.mkstemp(prefix=".swell.lock-", dir=os.path.dirname(path))
        with open(number, "w", encoding="utf-8") as file:
            file.write(text(lock))
        os.chmod(fresh, 0o644)
        os.replace(fresh, path)
    except OSError as problem:
        raise SourceError(f"can't write {shown}: {problem.strerror}") from None


def _entries(specs: dict[str, EntrySpec]) -> Entries:
    return {alias: _entry(alias, spec) for alias, spec in specs.items()}


def _entry(alias: str, spec: EntrySpec) -> Entry:
    kind = next((kind for kind in _KINDS if getattr(spec, kind)), "")
    asked = spec.asked if kind == "helm" else spec.revision
    source = Source(alias=alias, kind=kind, location=getattr(spec, kind, ""), asked=asked, name=spec.chart)
    return Entry(source=source, pinned=Pinned(commit=spec.commit, digest=spec.digest, version=spec.version))


def _said(entries: Entries) -> dict[str, dict[str, str]]:
    """Return entries as a document; a range stands under `asked`, since `version` is what it came to."""
    return {
        alias: {
            key: value
            for key, value in {
                entry.source.kind: entry.source.location,
                "chart": entry.source.name,
                "asked" if entry.source.kind == "helm" else "revision": entry.source.asked,
                **{name: getattr(entry.pinned, name) for name in ("commit", "digest", "version")},
            }.items()
            if value
        }
        for alias, entry in entries.items()
    }
