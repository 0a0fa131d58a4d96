"""Updating a lock: which entries stay, which are resolved again, and which have moved."""

from collections.abc import Callable, Collection, Iterator, Sequence

from cmp.errors import SourceError
from cmp.lock.lockfile import Entries, Entry, Lock
from cmp.lock.pins import asked, short
from cmp.sources.declaration import Declared
from cmp.sources.model import Pinned
from cmp.text import column, pasted

Resolve = Callable[[Declared], Pinned]


def relocked(
    lock: Lock, declared: Sequence[Declared], *, resolve: Resolve, update: Collection[str] = (), environment: str = ""
) -> Lock:
    """Return the new lock for the sources that are declared now.

    An entry stays while the source's declaration is the same, unless `update` names it: then it is resolved again, in
    all environments, or in the one that is named, which then has entries of its own.
    """
    everywhere = () if environment else update

    def entries(old: Entries, those: Sequence[Declared]) -> Entries:
        return {one.source.alias: _entry(old.get(one.source.alias), one, resolve, everywhere) for one in those}

    base = entries(lock.entries, declared)
    places = {one.source.alias: place for place, one in enumerate(declared)}
    environments = {
        name: entries(own, [declared[place] for place in sorted(places[alias] for alias in own if alias in places)])
        for name, own in lock.environments.items()
    }
    if environment and update:
        fresh = {
            one.source.alias: Entry(source=one.source, pinned=resolve(one))
            for one in declared
            if one.source.alias in update
        }
        environments[environment] = environments.get(environment, {}) | fresh
    return Lock(entries=base, environments=environments).slim()


def promoted(lock: Lock, *, source: str, target: str) -> Lock:
    """Return the lock after giving one environment the entries of another.

    Raises:
        SourceError: neither environment has entries of its own, so there is nothing to promote.
    """
    if source not in lock.environments and target not in lock.environments:
        known = ", ".join(lock.environments) or "none"
        raise SourceError(
            f"{source} and {target} have the same sources already",
            here=f"environments with sources of their own: {known}",
            fix=f"swell lock --update --env {pasted(source)}",
        )
    own = {alias: entry for alias in lock.entries if (entry := lock.entry(alias, source))}
    return Lock(entries=lock.entries, environments=lock.environments | {target: own}).slim()


def moved(old: Lock, new: Lock) -> list[str]:
    """Return a line in columns for each source whose pin has changed."""
    rows = [
        row
        for environment in ("", *sorted({*old.environments, *new.environments}))
        for row in _moved(old, new, environment)
    ]
    widths = [column(cells) for cells in zip(*rows, strict=True)]
    shown = [width for width in widths if width]
    return ["  ".join(map(str.ljust, filter(None, _filled(row, widths)), shown)).rstrip() for row in rows]


def _filled(row: tuple[str, ...], widths: Sequence[int]) -> tuple[str, ...]:
    return tuple((cell or " ") if width else "" for cell, width in zip(row, widths, strict=True))


def _moved(old: Lock, new: Lock, environment: str) -> Iterator[tuple[str, str, str, str]]:
    was, now = (lock.environments.get(environment, {}) if environment else lock.entries for lock in (old, new))
    for alias in sorted({*was, *now}):
        before, after = old.entry(alias, environment), new.entry(alias, environment)
        if environment and (before, after) == (old.entry(alias, ""), new.entry(alias, "")):
            continue
        left, came = before and before.pinned, after and after.pinned
        if left != came or (before and after and before.source != after.source):
            way = f"{f'{short(left)} ' if left else ''}→ {short(came) if came else 'gone'}"
            yield alias, asked((after or before).source) if after or before else "", environment, way  # type: ignore[union-attr]
        elif after and environment and alias in was and alias not in now:
            yield alias, asked(after.source), environment, f"{short(after.pinned)} is the pin of all environments now"


def _entry(old: Entry | None, one: Declared, resolve: Resolve, update: Collection[str]) -> Entry:
    if old and old.source == one.source and one.source.alias not in update:
        return old
    return Entry(source=one.source, pinned=resolve(one))
