"""Writing the copies beside a lock: one for all environments, and one for each environment that differs."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping

import msgspec

from cmp import dialect
from cmp.errors import SourceError
from cmp.lock.copies import FOLDER, CopyRecord, beside, content
from cmp.lock.copy import charts, copy
from cmp.lock.lockfile import Entry, Lock
from cmp.lock.session import label
from cmp.system.files import has_entry, is_folder
from cmp.system.locks import Exclusive
from cmp.system.written import writing

Paths = Mapping[str, tuple[str, ...]]

_HEAD = "# What the folder beside this file is a copy of. `swell lock --vendor` writes both.\n"


def copies(lock: Lock) -> Iterator[tuple[str, str, Entry]]:
    """Yield each copy that belongs beside a lock: its folder's name, its alias, and the entry it is made from."""
    yield from ((alias, alias, entry) for alias, entry in lock.entries.items())
    for environment, entries in lock.environments.items():
        yield from ((f"{alias}@{environment}", alias, entry) for alias, entry in entries.items())


def vendor(
    path: str,
    lock: Lock,
    paths: Paths,
    folder_of: Callable[[Entry], str],
    complete: Callable[[Entry, str, str], None],
) -> None:
    """Write the copies of all sources that are used, and remove copies that are no longer used.

    Args:
        path: the lock's.
        lock: its content.
        paths: the used paths of each source.
        folder_of: returns the files of a source.
        complete: adds a chart's dependencies to its copy, given the source and the original.

    Raises:
        SourceError: a folder can't be written, or is a link.
    """
    top = beside(path)
    if has_entry(top) and os.path.realpath(top) != top:
        raise SourceError(f"{FOLDER} is a link, and copies are written into no other folder", fix="remove the link")
    wanted = {name: (alias, entry) for name, alias, entry in copies(lock) if paths.get(alias)}
    with writing(f"the copies in {os.path.relpath(top)}"):
        os.makedirs(top, exist_ok=True)
        with Exclusive(top):
            for name in os.listdir(top):
                if name.removesuffix(".yaml") not in wanted:
                    _remove(os.path.join(top, name))
            for name, (alias, entry) in wanted.items():
                _write(os.path.join(top, name), entry, paths[alias], os.path.realpath(folder_of(entry)), complete)


def _write(
    folder: str, entry: Entry, paths: tuple[str, ...], root: str, complete: Callable[[Entry, str, str], None]
) -> None:
    with tempfile.TemporaryDirectory(prefix=".new-", dir=os.path.dirname(folder)) as fresh:
        work = os.path.join(fresh, "copy")
        os.mkdir(work)
        copy(root, paths, work, alias=entry.source.alias)
        for chart in charts(root, paths):
            complete(entry, os.path.normpath(os.path.join(root, chart)), os.path.join(work, chart))
        found = CopyRecord(
            **entry.pinned.said,
            label=label(entry.source, entry.pinned),
            paths=list(paths),
            content=content(work, shown=os.path.basename(folder)),
        )
        said = {key: value for key, value in msgspec.to_builtins(found).items() if value}
        with open(os.path.join(fresh, "mark"), "w", encoding="utf-8") as file:
            file.write(f"{_HEAD}{dialect.dump(said)}")
        for made, target in (("copy", folder), ("mark", f"{folder}.yaml")):
            _remove(target)
            os.rename(os.path.join(fresh, made), target)


def _remove(path: str) -> None:
    if is_folder(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif has_entry(path):
        os.unlink(path)
