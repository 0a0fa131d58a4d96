"""Where the store is, and how much it may hold."""

import os

from cmp.errors import CommandError, SourceError
from cmp.system import temporary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_BYTES = 2 << 30
_DIGITS = 15
PARTS = ("objects", "pins", "locks", "tmp")
_NOBODYS = "lost+found"  # what a new volume holds


def folder(environ: "Mapping[str, str]") -> str:
    """Return the store's folder: SWELL_STORE, else a user's cache, else (in the sidecar) a temporary one.

    Raises:
        CommandError: SWELL_STORE is not an absolute path.
    """
    if chosen := environ.get("SWELL_STORE"):
        if not os.path.isabs(chosen):
            raise CommandError(f"SWELL_STORE must be an absolute path, not {chosen}", fix="such as /var/cache/swell")
        return chosen
    cache = environ.get("XDG_CACHE_HOME") or os.path.join(environ.get("HOME", ""), ".cache")
    if "ARGOCD_APP_SOURCE_PATH" in environ or not os.path.isabs(cache):
        return os.path.join(temporary.folder(environ), f"swell-store-{os.getuid()}")
    return os.path.join(cache, "swell")


def refuse_foreign(store: str) -> None:
    """Refuse to keep a store among other people's files: it removes what it takes for its own.

    Raises:
        SourceError: there are any.
    """
    try:
        foreign = set(os.listdir(store)) - {*PARTS, _NOBODYS}
    except FileNotFoundError:
        return
    if foreign:
        raise SourceError(
            f"SWELL_STORE={store} is no store of Swell's and not empty",
            here=f"it holds {min(foreign)[:50]!a}",
            fix="choose an empty folder",
        )


def most(environ: "Mapping[str, str]") -> int:
    """Return how many bytes the store may hold before what was not used for longest goes.

    Raises:
        CommandError: SWELL_STORE_BYTES is no number.
    """
    text = environ.get("SWELL_STORE_BYTES") or str(_BYTES)
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS:
        fix = f"write it without a unit: 2 GiB are {2 << 30}"
        raise CommandError(f"SWELL_STORE_BYTES must be a whole number of bytes, not {text[:20]!r}", fix=fix)
    return int(text)
