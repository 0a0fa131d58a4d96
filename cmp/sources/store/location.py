"""Finding the store's folder."""

import os

from cmp.errors import CommandError, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.settings import Settings

PARTS = ("objects", "pins", "locks", "tmp", "answers")
_OF_VOLUMES = "lost+found"  # what a new volume holds


def folder(settings: "Settings") -> str:
    """Return the store's folder: SWELL_STORE, else one in the user's cache, else (in the sidecar) a temporary one.

    Raises:
        CommandError: SWELL_STORE is not an absolute path.
    """
    if chosen := settings.store:
        if not os.path.isabs(chosen):
            raise CommandError(f"SWELL_STORE must be an absolute path, not {chosen}", fix="such as /var/cache/swell")
        return chosen
    if settings.for_argocd or not os.path.isabs(settings.cache):
        return os.path.join(settings.temporary.path, f"swell-store-{os.getuid()}")
    return os.path.join(settings.cache, "swell", "store")


def foreign(store: str) -> set[str]:
    """Return the names in the store's folder that are not the store's own; none where there is no folder."""
    try:
        return set(os.listdir(store)) - {*PARTS, _OF_VOLUMES}
    except OSError:
        return set()


def refuse_foreign(store: str) -> None:
    """Refuse a store's folder that holds other files: the store removes files that it takes for its own.

    Raises:
        SourceError: it holds other files.
    """
    if found := foreign(store):
        raise SourceError(
            f"the store's folder {store} is none of Swell's and not empty",
            here=f"it holds {min(found)[:50]!a}",
            fix="let SWELL_STORE name an empty folder",
        )
