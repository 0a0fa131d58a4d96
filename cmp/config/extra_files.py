"""The files beside a chart that swell.yaml names: those of `manifests`, and those of `rollout.watch`."""

from cmp.config.placeholders import fill
from cmp.errors import At, SourceError
from cmp.sources.path_globs import Looks, matching
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmp.config.model import Config
    from cmp.config.spec_rollout import Watch
    from cmp.request.model import AppRequest
    from cmp.sources.paths import PathResolver


class WatchedFiles(Value):
    """One path or glob of an entry of `rollout.watch`, with its placeholders filled in, and the files it leads to."""

    watch: "Watch"
    pattern: str
    paths: tuple[str, ...]


def manifest_files(request: "AppRequest", config: "Config", resolver: "PathResolver") -> "Iterator[str]":
    """Yield the files that `manifests` names, in its order.

    Raises:
        SourceError: a path or glob leads to no file, or out of the repository.
    """
    looks = Looks()
    for written in config.manifests:
        where = config.place("manifests", written)
        with At(where):
            found = _found(fill(written, request), resolver, looks, key="manifests", where=where)
        yield from found


def watched_files(request: "AppRequest", config: "Config", resolver: "PathResolver") -> "Iterator[WatchedFiles]":
    """Yield each path or glob of each entry of `rollout.watch`, with its files.

    Raises:
        SourceError: it leads to no file, or out of the repository.
    """
    looks = Looks()
    for watch in config.rollout.watch:
        for written in watch.paths:
            where = config.place("rollout.watch", written)
            with At(where):
                pattern = fill(written, request)
                paths = _found(pattern, resolver, looks, key="rollout.watch", where=where)
            yield WatchedFiles(watch=watch, pattern=pattern, paths=tuple(paths))


def _found(pattern: str, resolver: "PathResolver", looks: Looks, *, key: str, where: str) -> list[str]:
    paths = matching(pattern, resolver, looks=looks)
    if not paths:
        raise SourceError(
            f"{key}: {pattern} leads to no file",
            where=where,
            fix="correct it: a leading / is the repository's root, else it starts at the application's folder",
        )
    return paths
