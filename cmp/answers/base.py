"""Where the files of a request lie, so that what was looked at can be found below another root."""

import os

from cmp.sources.paths import root_of
from cmp.system.looks import REAL
from cmp.value import Value


class Base(Value):
    """The application's folder and the repository's root, both without links; `missing` lies between them."""

    folder: str
    root: str
    missing: str

    @staticmethod
    def of(folder: str, source_path: str) -> "Base":
        """Return the base of a request in Argo CD's environment."""
        root, missing = root_of(folder, source_path)
        return Base(folder=folder, root=root, missing=missing)

    @property
    def below(self) -> str:
        """The folder's path below the root."""
        return os.path.relpath(self.folder, self.root)

    def short(self, path: str) -> str:
        """Return a path relative to the root where it lies below it, else as it is."""
        if path == self.root:
            return "."
        return path.removeprefix(self.root.rstrip("/") + "/")

    def whole(self, short: str) -> str:
        """Return the path that was shortened."""
        return os.path.join(self.root, short) if short != "." else self.root

    def found(self, sort: str, state: bytes) -> bytes:
        """Return what was found in a form that is the same below every root."""
        return os.fsencode(self.short(os.fsdecode(state))) if sort == REAL else state
