"""Bringing a source's content here: what is asked for becomes a pin, and a pin fills a folder, verified."""

import os

from cmp.errors import PullError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from cmp.sources.model import Pinned, Pulling, Source


def resolve(source: "Source", pulling: "Pulling") -> "Pinned":
    """Return what a source's revision, tag or version means now.

    Raises:
        PullError: it means nothing, may not be asked, or can't be reached.
    """
    from cmp.sources.pull.location import checked
    from cmp.sources.pull.retry import persist

    location = checked(source, local=pulling.settings.local_sources)

    def once() -> "Pinned":
        pinned: Pinned = _puller(source).resolve(source, location, pulling)
        return pinned

    return persist(once, source=source, location=location, pulling=pulling)


def confirm(source: "Source", pinned: "Pinned", pulling: "Pulling") -> None:
    """Ask a git repository whether it has what is pinned.

    Raises:
        PullError: it has not, or can't be reached.
    """
    from cmp.sources.pull.git import fetch
    from cmp.sources.pull.location import checked
    from cmp.sources.pull.retry import persist

    location = checked(source, local=pulling.settings.local_sources)
    persist(lambda: fetch.confirm(source, location, pinned, pulling), source=source, location=location, pulling=pulling)


def fetch(source: "Source", pinned: "Pinned", folder: str, pulling: "Pulling") -> None:
    """Fill an empty folder with exactly what is pinned, or leave it empty; nothing is written outside it.

    Args:
        source: where it is.
        pinned: what `resolve` returned, now or long ago.
        folder: an empty folder.
        pulling: on which terms.

    Raises:
        PullError: it isn't there, can't be reached, is something else than was pinned, or breaks a bound.
    """
    from cmp.sources.pull.location import checked
    from cmp.sources.pull.retry import persist
    from cmp.sources.pull.writer import emptied

    location = checked(source, local=pulling.settings.local_sources)
    if os.listdir(folder):
        raise PullError("the folder to pull into is not empty", where=source.alias)

    def once() -> None:
        with emptied(folder, source=source):
            _puller(source).fetch(source, location, pinned, folder, pulling)

    persist(once, source=source, location=location, pulling=pulling)


def _puller(source: "Source") -> "ModuleType":
    if source.kind == "git":
        from cmp.sources.pull.git import fetch

        return fetch
    if source.kind == "oci":
        from cmp.sources.pull.oci import artifact

        return artifact
    from cmp.sources.pull.helm import repository

    return repository
