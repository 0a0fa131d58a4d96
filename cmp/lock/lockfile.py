"""Reading and writing swell.lock."""

import os
import re
import tempfile
from functools import lru_cache
from typing import Literal

from msgspec import field

from cmp import dialect
from cmp.errors import ConfigError, SourceError
from cmp.sources.model import Pinned, Source
from cmp.system.files import is_file, read
from cmp.typed.parse import parsed
from cmp.typed.spec_base import Spec
from cmp.value import Value


class EntrySpec(Spec, frozen=True):
    """One source in the lock file: what swell.yaml asks for, and the pin it was resolved to."""

    git: str = ""
    oci: str = ""
    helm: str = ""
    revision: str = ""
    chart: str = ""
    asked: str = ""
    commit: str = ""
    digest: str = ""
    version: str = ""


class LockFile(Spec, frozen=True, kw_only=True):
    """The lock file of one swell.yaml: all sources, and those that differ in an environment."""

    api_version: Literal["swell/v1"]
    sources: dict[str, EntrySpec] = field(default_factory=dict)
    environments: dict[str, dict[str, EntrySpec]] = field(default_factory=dict)


_HEAD = "# What each source was when it was pinned. `swell lock` writes this file; commit it.\n"
_ENVIRONMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?<!\.yaml)")  # it becomes a part of a folder's name
_COMMIT, _DIGEST = r"[0-9a-f]{40}(?:[0-9a-f]{24})?", r"sha256:[0-9a-f]{64}"
_PINS = {
    "git": {"commit": _COMMIT, "digest": "", "version": ""},
    "oci": {"commit": "", "digest": _DIGEST, "version": r"(?:[0-9A-Za-z][0-9A-Za-z.+_-]*)?"},
    "helm": {"commit": "", "digest": f"(?:{_DIGEST})?", "version": r"[0-9A-Za-z][0-9A-Za-z.+_-]*"},
}
"""What a pin of each kind looks like; it reaches programs, which must never take it for a flag."""


class Entry(Value):
    """One source in the lock: what was asked for, and its pin."""

    source: Source
    pinned: Pinned


Entries = dict[str, Entry]
ENVIRONMENTS = "take letters, digits, dots and dashes"
"""What environments may be called, in the words of a fix."""


class Lock(Value):
    """A lock: entries by alias for all environments, and for each environment the entries that differ."""

    entries: Entries = {}  # noqa: RUF012  (never changed)
    environments: dict[str, Entries] = {}  # noqa: RUF012

    def entry(self, alias: str, environment: str) -> Entry | None:
        """Return a source's entry in an environment, None if it has none."""
        return self.environments.get(environment, {}).get(alias) or self.entries.get(alias)

    def slim(self) -> "Lock":
        """Return the lock without entries of environments that equal the entry for all."""
        own = {
            name: {alias: entry for alias, entry in sorted(entries.items()) if entry != self.entries.get(alias)}
            for name, entries in sorted(self.environments.items())
        }
        return Lock(
            entries=dict(sorted(self.entries.items())),
            environments={name: entries for name, entries in own.items() if entries},
        )


def is_environment(name: str) -> bool:
    """Tell whether a text can be an environment's name."""
    return bool(_ENVIRONMENT.fullmatch(name))


def from_file(path: str, *, shown: str) -> Lock:
    """Return the lock in a file, an empty lock if there is no file.

    Raises:
        ConfigError: the file is not a valid lock.
    """
    if not is_file(path):
        return Lock()
    return _understood(read(path, shown=shown), shown)


@lru_cache(maxsize=8)
def _understood(written: str, shown: str) -> Lock:
    """Return the lock in a text; cached, since a render reads it for each source."""
    spec, _ = parsed(written, LockFile, shown=shown)
    for name in spec.environments:
        if not is_environment(name):
            raise ConfigError(f"environments: {name!r} can't be an environment's name", where=shown, fix=ENVIRONMENTS)
    environments = {name: _entries(entries, shown) for name, entries in spec.environments.items()}
    return Lock(entries=_entries(spec.sources, shown), environments=environments)


def text(lock: Lock) -> str:
    """Return a lock as text: one block for each source, sorted, so that a diff shows which sources moved."""
    said = {"apiVersion": "swell/v1", "sources": _said(lock.entries)}
    if lock.environments:
        said["environments"] = {name: _said(entries) for name, entries in lock.environments.items()}
    return _HEAD + dialect.dump(said)


def write(path: str, lock: Lock, *, shown: str) -> None:
    """Write a lock to a file; the file is replaced at once, or not changed.

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
        raise SourceError(
            f"can't write {shown}: {problem.strerror}",
            fix="let the user of this process write there, and see that there is room",
        ) from None


def _entries(specs: dict[str, EntrySpec], shown: str) -> Entries:
    return {alias: _entry(alias, spec, shown) for alias, spec in specs.items()}


def _entry(alias: str, spec: EntrySpec, shown: str) -> Entry:
    kind = next((kind for kind in _PINS if getattr(spec, kind)), "git")
    for key, pattern in _PINS[kind].items():
        if not re.fullmatch(pattern, getattr(spec, key)):
            raise ConfigError(
                f"sources.{alias}: its {key} is none that a {kind} source can have",
                where=shown,
                fix=f"don't edit it by hand: `swell lock --update {alias}`, after removing its entry",
            )
    asked = spec.asked if kind == "helm" else spec.revision
    source = Source(alias=alias, kind=kind, location=getattr(spec, kind), asked=asked, name=spec.chart)
    return Entry(source=source, pinned=Pinned(commit=spec.commit, digest=spec.digest, version=spec.version))


def _said(entries: Entries) -> dict[str, dict[str, str]]:
    """Return entries as a document; a range is written under `asked`, since `version` is the resolved version."""
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
