"""The digest of what the files of `rollout.watch` hold."""

import hashlib
from collections.abc import Iterator

from cmp.config.resolved import Resolved
from cmp.config.spec_rollout import Watch
from cmp.system.files import MAX_BYTES, bytes_of, content


def watched(resolved: Resolved) -> Iterator[tuple[Watch, str, str]]:
    """Yield each path or glob of each entry, with the digest of its files.

    Raises:
        SourceError: it leads to no file, to none that can be read, or out of the repository.
    """
    together = bytes_of("the files of `rollout.watch`", 16 * MAX_BYTES)
    for found in resolved.files.watched_files():
        whole = hashlib.sha256()
        for path in found.paths:
            shown = resolved.resolver.shown(path)
            held = content(path, shown=shown)
            together.take(len(held))
            for part in (shown.encode(), held):
                whole.update(hashlib.sha256(part).digest())
        yield found.watch, found.pattern, whole.hexdigest()
