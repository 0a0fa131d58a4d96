"""Finding differences between the declarations, the lock and its copies, without network access."""

import os
from collections.abc import Iterator, Sequence

from cmp.lock.copies import FOLDER, beside, content, mark
from cmp.lock.lockfile import Entry, Lock
from cmp.lock.pins import asked, short
from cmp.lock.vendor import Paths, copies
from cmp.sources.declaration import Declared
from cmp.system.files import is_folder


def in_lock(lock: Lock, declared: Sequence[Declared]) -> Iterator[str]:
    """Yield each difference between the lock and the declared sources."""
    sources = {one.source.alias: one for one in declared}
    locked: dict[str, list[tuple[str, Entry]]] = {}
    for environment, entries in {"": lock.entries, **lock.environments}.items():
        for alias, entry in entries.items():
            locked.setdefault(alias, []).append((environment, entry))
    for alias, one in sources.items():
        if alias not in lock.entries:
            yield f"${alias} is not in it"
        for environment, entry in locked.get(alias, ()):
            where = environment and f" for {environment}"
            if entry.source != one.source:
                was, now = (asked(source) for source in (entry.source, one.source))
                if was == now:
                    was, now = entry.source.location, one.source.location
                yield f"${alias} is locked{where} as {was}, and declared as {now} ({one.where})"
    for alias in locked:
        if alias not in sources:
            yield f"${alias} is in it, and no longer declared"


def in_copies(path: str, lock: Lock, paths: Paths) -> Iterator[str]:
    """Yield each difference of the copies from the lock, and from their own digests."""
    top = beside(path)
    wanted = {name: (alias, entry) for name, alias, entry in copies(lock) if paths.get(alias)}
    for name, (alias, entry) in wanted.items():
        found = mark(os.path.join(top, name), shown=f"{FOLDER}/{name}.yaml")
        if found is None:
            yield f"{FOLDER}/{name} is missing"
        elif found.pinned != entry.pinned:
            yield f"{FOLDER}/{name} is a copy of {short(found.pinned)}, and the lock says {short(entry.pinned)}"
        elif tuple(found.paths) != paths[alias]:
            yield f"{FOLDER}/{name} is a copy of {', '.join(found.paths)}; used are {', '.join(paths[alias])}"
        elif not is_folder(os.path.join(top, name)):
            yield f"{FOLDER}/{name} is missing"
        elif content(os.path.join(top, name), shown=f"{FOLDER}/{name}") != found.content:
            yield f"{FOLDER}/{name} has other files than when it was copied: was one edited, or ignored by git?"
    for name in sorted(os.listdir(top)):
        if name.removesuffix(".yaml") not in wanted:
            yield f"{FOLDER}/{name} is a copy of nothing that is used"
