"""Finding the files of `rollout.watch`, and the digest of their content."""

import hashlib
from collections.abc import Iterator

from cmp.config.model import Config
from cmp.config.spec import Watch
from cmp.errors import SourceError
from cmp.request.model import AppRequest
from cmp.request.placeholders import fill
from cmp.sources.paths import PathResolver
from cmp.system.files import content


def watched(request: AppRequest, config: Config, resolver: PathResolver) -> Iterator[tuple[Watch, str, str]]:
    """Yield each path or glob of each entry, with the digest of its files.

    Raises:
        SourceError: it leads to no file, to none that can be read, or out of the repository.
    """
    for watch, pattern, paths in matched(request, config, resolver):
        whole = hashlib.sha256()
        for path in paths:
            shown = resolver.shown(path)
            for part in (shown.encode(), content(path, shown=shown)):
                whole.update(hashlib.sha256(part).digest())
        yield watch, pattern, whole.hexdigest()


def matched(request: AppRequest, config: Config, resolver: PathResolver) -> Iterator[tuple[Watch, str, list[str]]]:
    """Yield each path or glob of each entry, with its files.

    Raises:
        SourceError: it leads to no file, or out of the repository.
    """
    for watch in config.rollout.watch:
        for written in watch.paths:
            pattern = fill(written, request)
            paths = resolver.matching(pattern)
            if not paths:
                raise SourceError(
                    f"rollout.watch: {pattern} leads to no file",
                    where=config.says[written],
                    fix="correct it: a leading / is the repository's root, else it starts at the application's folder",
                )
            yield watch, pattern, paths
