"""The repositories that files on the command line lie in."""

import os

from cmp.convert.plugin_form import Here
from cmp.errors import SwellError
from cmp.fleet.git_revisions import Repository, checkout_of
from cmp.settings import Settings


class Repositories:
    """Finds the repository of each file; git is asked once about each repository."""

    def __init__(self, settings: Settings) -> None:
        """Begin without any."""
        self._settings = settings
        self._origins: dict[str, str] = {}

    def of(self, file: str) -> tuple[str, Here]:
        """Return the root of a file's repository, and what it is called; "" and nothing where there is none."""
        folder = os.path.dirname(os.path.abspath(file))
        try:
            top = checkout_of(folder)
            if top not in self._origins:
                self._origins[top] = Repository(top, settings=self._settings).origin
        except SwellError:
            return "", Here()
        below = os.path.relpath(os.path.realpath(folder), top)
        return top, Here(address=self._origins[top], folder=below if below != "." else "")
