"""Reading and writing swell.lock."""

import os
import re
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from msgspec import field

from cmp import dialect
from cmp.errors import ConfigError
from cmp.sources.model import Pinned, Source
from cmp.sources.pull.kinds import KINDS, NAMES, kind_of
from cmp.system.files import is_file, read
from cmp.system.written import writing
from cmp.text import article, pasted
from cmp.typed.parse import parsed
from cmp.typed.spec_base import Spec, texts
from cmp.value import Value

_PINS = tuple(Pinned().said)
_KEYS = (*NAMES, *(key for kind in KINDS for key in (*kind.keys[:-1], kind.locked)), *_PINS)
EntrySpec = texts(
    "EntrySpec", "One source in the lock file: what swell.yaml asks for, and its pin.", dict.fromkeys(_KEYS, "")
)


class LockFile(Spec, frozen=True, kw_only=True):
    """The lock file of one swell.yaml: all sources, and those that differ in an environment."""

    api_version: Literal["swell/v1"]
    sources: dict[str, EntrySpec] = field(default_factory=dict)  # type: ignore[valid-type]
    environments: dict[str, dict[str, EntrySpec]] = field(default_factory=dict)  # type: ignore[valid-type]


_HEAD = "# What each source was when it was pinned. `swell lock` writes this file; commit it.\n"
_ENVIRONMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?<!\.yaml)")  # it becomes a part of a folder's name


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
    with writing(shown):
        number, fresh = tempfile.mkstemp(prefix=".swell.lock-", dir=os.path.dirname(path))
        with open(number, "w", encoding="utf-8") as file:
            file.write(text(lock))
        os.chmod(fresh, 0o644)
        os.replace(fresh, path)


def _entries(specs: Mapping[str, Spec], shown: str) -> Entries:
    return {alias: _entry(alias, spec, shown) for alias, spec in specs.items()}


def _entry(alias: str, spec: Spec, shown: str) -> Entry:
    kind = next((kind for kind in KINDS if getattr(spec, kind.name)), KINDS[0])
    pins = {key: getattr(spec, key) for key in _PINS}
    for key, pin in pins.items():
        if not re.fullmatch(kind.pins.get(key, ""), pin):
            raise ConfigError(
                f"sources.{alias}: its {key} is none that {article(kind.name)} source can have",
                where=shown,
                fix=f"don't edit it by hand: `swell lock --update {pasted(alias)}`, after removing its entry",
            )
    name = "".join(getattr(spec, key) for key in kind.keys[:-1])
    location, asked = getattr(spec, kind.name), getattr(spec, kind.locked)
    return Entry(
        source=Source(alias=alias, kind=kind.name, location=location, asked=asked, name=name), pinned=Pinned(**pins)
    )


def _said(entries: Entries) -> dict[str, dict[str, str]]:
    """Return entries as a document, without the keys that would be empty."""
    return {alias: {key: text for key, text in _keys(entry).items() if text} for alias, entry in entries.items()}


def _keys(entry: Entry) -> dict[str, str]:
    source, kind = entry.source, kind_of(entry.source)
    chart = dict.fromkeys(kind.keys[:-1], source.name)
    return {kind.name: source.location, **chart, kind.locked: source.asked, **entry.pinned.said}
