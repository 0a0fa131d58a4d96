"""Writing a file that a command was asked to write: through no link, and out of no checkout."""

import os

from cmp.errors import SourceError
from cmp.request.checkout import refuse_to_write_astray
from cmp.system.written import writing


def write(path: str, text: str) -> None:
    """Write a text to a file, in a folder that may be new.

    Raises:
        SourceError: a link lies there or leads out of the repository, or it can't be written.
    """
    if os.path.islink(path):
        raise SourceError("this file is not written: it is a link", where=path, fix="name the file that it leads to")
    refuse_to_write_astray(path)
    with writing(os.path.relpath(path)):
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
