"""Applications that are deleted."""

import http.client

from api import Refused
from argocd import APPLICATIONS
from processes import wait
from stand import Stand


def deleted(stand: Stand, name: str) -> None:
    """Delete an Application, and wait until it is gone with what it made."""
    stand.plane.api.delete(f"{APPLICATIONS}/{name}")
    gone(stand, name)


def gone(stand: Stand, name: str) -> None:
    """Wait until an Application that is deleted is gone with what it made."""
    assert wait(lambda: not _there(stand, name))


def _there(stand: Stand, name: str) -> bool:
    try:
        stand.plane.api.get(f"{APPLICATIONS}/{name}")
    except Refused as answer:
        if answer.status == http.client.NOT_FOUND:
            return False
        raise
    return True
