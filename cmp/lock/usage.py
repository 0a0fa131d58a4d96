"""Finding the paths of sources that an application's files use: these are copied, so that a render needs no network."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator

from cmp.config.find import FILE
from cmp.config.model import Config
from cmp.config.read import from_file
from cmp.config.source_declarations import LOCKS
from cmp.lock.copies import FOLDER
from cmp.sources.aliases import declared
from cmp.sources.path_globs import matching
from cmp.sources.paths import PathResolver
from cmp.system.files import is_file, is_there
from cmp.system.walk import each_folder

_WORD = re.compile(r"\{[^}]*+(\}?)")


def used(lock: str, resolver: PathResolver) -> dict[str, tuple[str, ...]]:
    """Return the paths and globs used by every swell.yaml below a lock's folder, by alias; placeholders become `*`."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in below(os.path.dirname(lock)):
        config = from_file(path, resolver.replace(folder=os.path.dirname(path)))
        for written, extra in _paths(config):
            alias, _, rest = written[1:].partition("/")
            if declared(alias, config.sources, path=written).lock == lock:
                rest = os.path.normpath(_globbed(rest) or ".")
                found[alias] |= {rest, *(os.path.normpath(os.path.join(os.path.dirname(rest), one)) for one in extra)}
    return {alias: tuple(sorted(paths)) for alias, paths in sorted(found.items())}


def own_charts(resolver: PathResolver) -> list[str]:
    """Return the repository's own charts that the application's folder, or a swell.yaml below it, uses."""
    found = [os.path.join(resolver.folder, "Chart.yaml")]
    for path in below(resolver.folder):
        here = resolver.replace(folder=os.path.dirname(path))
        chart = from_file(path, here).chart
        if not chart.startswith("$"):
            found += matching(os.path.join(_globbed(chart) or ".", "Chart.yaml"), here)
    return sorted({os.path.dirname(path) for path in found if is_file(path)})


def _paths(config: Config) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the paths into sources, each with the files beside it that are needed too."""
    plain = (config.chart, *(file.path for file in config.value_files), *config.manifests, *config.rollout.paths)
    yield from ((path, ()) for path in plain if path.startswith("$"))
    yield from ((path, (*LOCKS, FOLDER)) for path in config.extended if path.startswith("$"))


def _globbed(path: str) -> str:
    """Return a path with a `*` for each placeholder; a brace without its end is none."""
    return _WORD.sub(lambda found: "*" if found[1] else found[0], path)


def below(folder: str) -> Iterator[str]:
    """Yield every swell.yaml in a folder and below it, except in other repositories that are checked out there."""
    for here, folders, names in each_folder(folder):
        folders[:] = sorted(name for name in folders if not _is_foreign(here, name))
        if FILE in names:
            yield os.path.join(here, FILE)


def _is_foreign(here: str, name: str) -> bool:
    return name.startswith(".") or is_there(os.path.join(here, name, ".git"))
