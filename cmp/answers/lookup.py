"""Looking up the answer to a request, before anything else is imported.

As the direct mode of ccache does: what a render of this request looked at the last times is looked at again, and where
all of it is as it was then, its answer is the answer. The operator's policy is among it, so that a project that is no
longer allowed what it asks for is judged anew.
"""

import os
import sys

from cmp.answers.asked import asked
from cmp.answers.base import Base
from cmp.answers.entry import KNOWN, SEEN_ONCE, SOURCE, Opened
from cmp.answers.shelf import Found, Shelf
from cmp.errors import SwellError
from cmp.settings import Settings
from cmp.sources.store import location
from cmp.system.looks import UnsteadyError, state
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmp.answers.entry import Buffer
    from cmp.answers.questions import Asking


class Answer(Value):
    """What was printed: the manifests on stdout, the summary on stderr."""

    manifests: "Buffer"
    summary: "Buffer"


class Place(Value):
    """Where the answer of a request belongs: its shelf, and where its files lie.

    `once` holds the digest of the answer that was given once before, if there was one: a second render confirms it.
    """

    shelf: Shelf
    base: Base
    once: "Found | None" = None


def known(variables: "Mapping[str, str]") -> "Answer | Place | None":
    """Return what `look_up` does for the working directory; None where that is gone, of which the render tells."""
    try:
        return look_up(variables, folder=os.getcwd())
    except OSError:
        return None


def look_up(variables: "Mapping[str, str]", *, folder: str) -> "Answer | Place | None":
    """Return the cached render to Argo CD's request in these variables, else the place for it; None if none is kept."""
    settings = Settings.read(variables)
    try:
        if not settings.keeps_answers:
            return None
        store = location.folder(settings)
    except SwellError:  # which the render itself tells
        return None
    base = Base.of(os.path.realpath(folder), variables.get("ARGOCD_APP_SOURCE_PATH", ""))
    shelf = Shelf(store, asked(settings, base))
    fits = Fitting(base, settings)
    try:
        found = shelf.find(fits)
    finally:
        fits.close()
    if found is None:
        return Place(shelf=shelf, base=base)
    if found.state == KNOWN:
        return Answer(manifests=found.manifests, summary=found.summary)
    return Place(shelf=shelf, base=base, once=found) if found.state == SEEN_ONCE else None


class Fitting:
    """Tells whether everything that a render looked at is as it was then; each thing is looked at once."""

    def __init__(self, base: Base, settings: Settings) -> None:
        """Look at nothing yet."""
        self._base, self._settings = base, settings
        self._asking: Asking | None = None
        self._seen: dict[tuple[str, str], bytes] = {}

    def __call__(self, entry: Opened) -> bool:
        """Compare all that an entry names."""
        return all(self._now(sort, path) == found for sort, path, found in entry.looks())

    def close(self) -> None:
        """Release what was asked for."""
        if self._asking:
            self._asking.close()

    def _now(self, sort: str, path: str) -> bytes:
        if (sort, path) not in self._seen:
            self._seen[sort, path] = self._asked(path) if sort == SOURCE else self._look(sort, path)
        return self._seen[sort, path]

    def _look(self, sort: str, path: str) -> bytes:
        try:
            return self._base.found(sort, state(sort, self._base.whole(path)))
        except (OSError, UnsteadyError, RecursionError):
            return b"?"

    def _asked(self, question: str) -> bytes:
        """Return the answer about a source; none before packages can be imported, and the process that can is asked."""
        if sys.flags.no_site and "site" not in sys.modules:
            return b"?"
        from cmp.answers.questions import Asking

        self._asking = self._asking or Asking(self._settings, self._base)
        return self._asking(question)
