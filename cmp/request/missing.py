"""What to say of a path that does not exist: the nearest name beside it."""

import os
from contextlib import suppress

from cmp.errors import SourceError
from cmp.system.files import entries
from cmp.text import nearest

FIX = "correct the path: it begins at the working directory"


def missing(path: str) -> SourceError:
    """Return the error for a path that a user names, and that leads nowhere."""
    return SourceError(f"{path} does not exist", here=alike(path), fix=FIX)


def alike(path: str) -> str:
    """Return the folder or file beside a misspelt one that is most like it, in words; "" where none is."""
    above, name = os.path.split(path.rstrip("/"))
    with suppress(OSError):
        if near := nearest(name, [one.name for one in entries(above or ".")]):
            return f"nearest: {os.path.join(above, near)}"
    return ""
