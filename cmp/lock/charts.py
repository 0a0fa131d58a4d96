"""Writes copies of sources beside their lock, fills the charts/ folders of charts, and tells which are out of date."""

import os
from collections.abc import Iterator, Sequence

from cmp.chart.vendor import outdated, vendored_in_copy, vendored_in_place
from cmp.config.model import Config
from cmp.errors import SourceError
from cmp.lock.lockfile import Entry, Lock
from cmp.lock.session import LockSession
from cmp.lock.usage import own_charts, used
from cmp.lock.vendor import vendor
from cmp.sources.declaration import Declared, Opened
from cmp.sources.paths import PathResolver
from cmp.system.locks import Exclusive


def copy_sources(
    path: str, lock: Lock, declared: Sequence[Declared], session: LockSession, *, config: Config, resolver: PathResolver
) -> None:
    """Write the copies of sources beside one lock."""
    known = {one.source.alias: one for one in declared}

    def opened(entry: Entry) -> Opened:
        return session.stored(known[entry.source.alias].replace(source=entry.source), entry.pinned)

    def complete(entry: Entry, chart: str, copy: str) -> None:
        here = resolver.replace(copies=(opened(entry),))
        vendored_in_copy(chart, copy, config, here)

    vendor(path, lock, used(path, resolver), lambda entry: opened(entry).folder, complete)


def outdated_charts(resolver: PathResolver) -> Iterator[str]:
    """Yield a line for each dependency in charts/ that differs from the lock."""
    for chart in own_charts(resolver):
        yield from (f"{os.path.join(resolver.shown(chart), 'charts')}: {line}" for line in outdated(chart, resolver))


def fill_charts(config: Config, resolver: PathResolver) -> Iterator[str]:
    """Fill the charts/ folders of this repository's charts; yield a line for each dependency that changed."""
    for chart in own_charts(resolver):
        try:
            resolver.refuse_links(chart)
            with Exclusive(chart):
                changed = vendored_in_place(chart, config, resolver)
        except OSError as problem:
            raise SourceError(
                f"can't write {problem.filename or chart}: {problem.strerror}",
                fix="let the user of this process write there, and see that there is room",
            ) from None
        if changed:
            yield f"{os.path.join(resolver.shown(chart), 'charts')}: now as its lock says"
