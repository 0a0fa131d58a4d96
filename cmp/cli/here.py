"""The repository that a file on the command line lies in."""

import os

from cmp.convert.plugin_form import Here
from cmp.errors import SwellError
from cmp.fleet.git_revisions import Repository
from cmp.settings import Settings


def here_of(file: str, settings: Settings) -> tuple[str, Here]:
    """Return the root of the repository, and what it is called; "" and nothing where there is none."""
    folder = os.path.dirname(os.path.abspath(file))
    try:
        repository = Repository(folder, settings=settings)
    except SwellError:
        return "", Here()
    below = os.path.relpath(os.path.realpath(folder), repository.top)
    return repository.top, Here(address=repository.origin, folder=below if below != "." else "")
