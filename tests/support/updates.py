"""Updates of objects: a file each, with the older object and the newer one, and in its name what the API server says.

Behind them may stand a definition, which both of them need.

A comment `# path:` names the field because of which it refuses the newer one, and `# server-side` says that the server
applies both.
"""

import re
from pathlib import Path
from typing import NamedTuple

from programs import TOP

from cmp.manifests.split import split
from cmp.review.dangers.pair import Pair
from cmp.review.dangers.transition_rules import schemas

UPDATES = TOP / "tests/review/updates"
_PATH = re.compile(r"^# path: (\S+)$", re.MULTILINE)


class Update(NamedTuple):
    """One update."""

    file: Path

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.file.stem

    @property
    def refused(self) -> bool:
        """Whether the API server refuses it."""
        return self.name.startswith("refused-")

    @property
    def path(self) -> str:
        """The field because of which it does."""
        found = _PATH.search(self.file.read_text())
        return found[1] if found else ""

    @property
    def server_side(self) -> bool:
        """Whether the server applies both."""
        return self.file.read_text().startswith("# server-side\n")

    @property
    def texts(self) -> list[str]:
        """The older object, the newer one, and the definition ("" if there is none)."""
        return [*self.file.read_text().split("---\n"), ""][:3]

    @property
    def pair(self) -> Pair:
        """Both, as the rules ask for them."""
        old, new, *more = split(self.file.read_text(), namespace="default")
        schema = schemas({one.ref: one for one in more}).get((new.head.api_version, new.ref.kind))
        return Pair(old=old, new=new, server_side=self.server_side, schema=schema)


def all_updates() -> list[Update]:
    """Return the updates that there are."""
    return [Update(path) for path in sorted(UPDATES.glob("*.yaml"))]
