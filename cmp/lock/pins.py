"""Pins of sources for a render: from the lock, or from an exact declaration; a source without a pin floats."""

from cmp.errors import SourceError
from cmp.lock.lockfile import Entry, from_file
from cmp.sources.declaration import Declared
from cmp.sources.model import Pinned, Source
from cmp.sources.pull.kinds import kind_of


def locked(one: Declared) -> Pinned | None:
    """Return the pin of a source, None if it has to be resolved at each render.

    Raises:
        SourceError: the lock has no entry for the source, or one made for another declaration.
    """
    if one.has_lock:
        entry = from_file(one.lock, shown=one.shown).entry(one.source.alias, one.environment)
        if entry and entry.source == one.source:
            return entry.pinned
        if not one.exact:
            raise SourceError(_stale(one, entry), where=one.where, fix=f"run `swell lock`, and commit {one.shown}")
    elif one.mode == "locked" and not one.exact:
        raise SourceError(
            f"${one.source.alias} is not locked: there is no {one.shown or 'lock for an inline config'}",
            where=one.where,
            fix="run `swell lock` and commit what it writes" if one.lock else "name a commit, digest or version",
        )
    return by_itself(one.source) if one.exact else None


def by_itself(source: Source) -> Pinned:
    """Return the pin of a source that is declared exactly: by commit, digest or full version."""
    return Pinned(**{next(iter(kind_of(source).pins)): source.asked})


def asked(source: Source) -> str:
    """Return the chart's name and the revision or version that is asked for, in short."""
    return " ".join(filter(None, (source.name, source.asked)))


def short(pinned: Pinned) -> str:
    """Return a pin in short form: seven digits of a commit, the version, or the beginning of a digest."""
    if pinned.commit:
        return pinned.commit[:7]
    return pinned.version or pinned.digest[:19]


def _stale(one: Declared, entry: Entry | None) -> str:
    if entry is None:
        return f"{one.shown} does not know ${one.source.alias}"
    was = asked(entry.source) if asked(entry.source) != asked(one.source) else entry.source.location
    now = asked(one.source) if asked(entry.source) != asked(one.source) else one.source.location
    return f"{one.shown} was made when ${one.source.alias} was {was}, and it is {now} by now"
