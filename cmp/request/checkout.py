"""Reading and writing files in a checkout, in which a link may lead nowhere else.

Argo CD refuses a repository in which a link leads out (CheckOutOfBoundsSymlinks in util/app/path of 3.6.1). Here it
would show another file of this machine in the review of a change, or let one be written.
"""

import os

from cmp.errors import SourceError
from cmp.system.files import GIT, is_there, read_linked, real


def read_within(path: str, *, shown: str) -> str:
    """Return the text of a file that was found in a checkout; where there is none, links may lead anywhere.

    Raises:
        SourceError: it leads out of the checkout, can't be read, or is no UTF-8.
    """
    refuse_astray(path, shown=shown)
    return read_linked(path, shown=shown)


def refuse_astray(path: str, *, shown: str = "", fix: str = "keep it inside, or copy what is there") -> None:
    """Refuse a path that leads out of a checkout that it stands in. Raises SourceError."""
    if leads_out(path):
        raise SourceError(f"{shown or path} leads out of the repository", fix=fix)


def refuse_to_write_astray(path: str) -> None:
    """Refuse to write to a path that leads out of a checkout that it stands in. Raises SourceError."""
    refuse_astray(path, fix="name the place that it leads to")


def leads_out(path: str) -> bool:
    """Tell whether a path leads out of a checkout that it stands in, or by a link to git's own files.

    It may be the one checkout, or another that holds that.
    """
    folder, found = os.path.abspath(path), real(path)
    if folder == found:
        return False
    if GIT in found.split("/") and GIT not in folder.split("/"):
        return True
    while folder != (folder := os.path.dirname(folder)):
        root = real(folder)
        if not f"{found}/".startswith(f"{root.rstrip('/')}/") and is_there(os.path.join(folder, GIT)):
            return True
    return False
