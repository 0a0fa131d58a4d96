"""Pulling a source: resolving what is asked for to a pin, and filling a folder with the pinned, verified content."""

import os

from cmp.errors import PullError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from cmp.sources.model import Pinned, Pulling, Source, Used


def resolve(source: "Source", pulling: "Pulling") -> "Pinned":
    """Return the pin that a source's revision, tag or version is resolved to now.

    Raises:
        PullError: it does not exist, is not allowed, or can't be reached.
    """
    from cmp.sources.pull.location import checked
    from cmp.sources.pull.retry import persist

    location = checked(source, local=pulling.settings.local_sources)

    def once() -> "Pinned":
        pinned: Pinned = _puller(source).resolve(source, location, pulling)
        return pinned

    return persist(once, source=source, location=location, pulling=pulling)


def confirm(source: "Source", pinned: "Pinned", pulling: "Pulling") -> None:
    """Check that a git repository still has the pinned commit.

    Raises:
        PullError: the commit is gone, or the repository can't be reached.
    """
    from cmp.sources.pull.git import fetch
    from cmp.sources.pull.location import checked
    from cmp.sources.pull.retry import persist

    location = checked(source, local=pulling.settings.local_sources)
    persist(lambda: fetch.confirm(source, location, pinned, pulling), source=source, location=location, pulling=pulling)


def fetch(source: "Source", pinned: "Pinned", folder: str, pulling: "Pulling") -> None:
    """Fill an empty folder with exactly the pinned content, or leave it empty; nothing is written outside it.

    Args:
        source: the declared source.
        pinned: what `resolve` returned, now or long ago.
        folder: an empty folder.
        pulling: the settings, the deadline and the bounds.

    Raises:
        PullError: the content is missing, can't be reached, differs from the pin, or exceeds a bound.
        OSError: it can't be written.
    """
    from cmp.sources.pull.location import checked
    from cmp.sources.pull.retry import persist
    from cmp.sources.pull.writer import emptied

    location = checked(source, local=pulling.settings.local_sources)
    if os.listdir(folder):
        raise PullError("the folder to pull into is not empty", where=source.alias, fix="name an empty folder")

    def once() -> None:
        with emptied(folder):
            _puller(source).fetch(source, location, pinned, folder, pulling)

    persist(once, source=source, location=location, pulling=pulling)


def credential_of(source: "Source", pulling: "Pulling") -> str:
    """Return the name of the credential that a project has for a source's host, "" where it has none."""
    from cmp.sources.pull.credentials.identity import credential
    from cmp.sources.pull.location import checked

    return credential(source.kind, checked(source, local=pulling.settings.local_sources), pulling)


def could_use(used: "Used", source: "Source", pulling: "Pulling") -> bool:
    """Tell whether a project might have asked an address that another one was led to, with that one's credential."""
    from urllib.parse import urlsplit

    from cmp.sources.address_globs import matches
    from cmp.sources.pull.credentials.identity import NONE, credential
    from cmp.sources.pull.location import Location

    allow = pulling.bounds.allow
    if allow is not None and not matches(allow, used.address):
        return False
    parts = urlsplit(used.address)
    there = Location(scheme=parts.scheme, host=parts.netloc, path=parts.path, url=used.address)
    return used.credential in (NONE, credential(source.kind, there, pulling))


def _puller(source: "Source") -> "ModuleType":
    if source.kind == "git":
        from cmp.sources.pull.git import fetch

        return fetch
    if source.kind == "oci":
        from cmp.sources.pull.oci import artifact

        return artifact
    from cmp.sources.pull.helm import repository

    return repository
