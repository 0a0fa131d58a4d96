"""Pulling a source: resolving what is asked for to a pin, and filling a folder with the pinned, verified content."""

import os

from cmp.errors import PullError
from cmp.system.doing import doing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from cmp.sources.model import Pinned, Pulling, Source, Used
    from cmp.sources.pull.kind import SourceKind
    from cmp.sources.pull.location import Location

    T = TypeVar("T")


def resolve(source: "Source", pulling: "Pulling") -> "Pinned":
    """Return the pin that a source's revision, tag or version is resolved to now.

    Raises:
        PullError: it does not exist, is not allowed, or can't be reached.
    """
    with doing(f"asking {source.alias} for its revision"):
        return _persisted(source, pulling, lambda kind, location: kind.puller().resolve(source, location, pulling))


def confirm(source: "Source", pinned: "Pinned", pulling: "Pulling") -> None:
    """Check that a source's server still has the pinned content, where its kind can ask for that.

    Raises:
        PullError: it is gone, or the server can't be reached.
    """

    def once(kind: "SourceKind", location: "Location") -> None:
        if kind.confirm:
            kind.confirm(source, location, pinned, pulling)

    _persisted(source, pulling, once)


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
    from cmp.sources.pull.writer import emptied

    if os.listdir(folder):
        raise PullError("the folder to pull into is not empty", where=source.alias, fix="name an empty folder")

    def once(kind: "SourceKind", location: "Location") -> None:
        with emptied(folder):
            kind.puller().fetch(source, location, pinned, folder, pulling)

    with doing(f"pulling {source.alias}"):
        _persisted(source, pulling, once)


def credential_of(source: "Source", pulling: "Pulling") -> str:
    """Return the name of the credential that a project has for a source's host, "" where it has none."""
    from cmp.sources.pull.credentials.identity import credential
    from cmp.sources.pull.kinds import kind_of

    kind = kind_of(source)
    return credential(kind.locate(source, local=pulling.settings.local_sources), pulling, borrows=kind.borrows)


def could_use(used: "Used", source: "Source", pulling: "Pulling") -> bool:
    """Tell whether a project might have asked an address that another one was led to, with that one's credential."""
    from urllib.parse import urlsplit

    from cmp.sources.address_globs import matches
    from cmp.sources.pull.credentials.identity import NONE, credential
    from cmp.sources.pull.kinds import kind_of
    from cmp.sources.pull.location import Location

    allow = pulling.bounds.allow
    if allow is not None and not matches(allow, used.address):
        return False
    parts = urlsplit(used.address)
    there = Location(scheme=parts.scheme, host=parts.netloc, path=parts.path, url=used.address)
    return used.credential in (NONE, credential(there, pulling, borrows=kind_of(source).borrows))


def _persisted(source: "Source", pulling: "Pulling", once: "Callable[[SourceKind, Location], T]") -> "T":
    """Return what is pulled at a source's location, tried again where a failure may pass."""
    from cmp.sources.pull.kinds import kind_of
    from cmp.sources.pull.retry import persist

    kind = kind_of(source)
    location = kind.locate(source, local=pulling.settings.local_sources)
    return persist(lambda: once(kind, location), source=source, location=location, pulling=pulling)
