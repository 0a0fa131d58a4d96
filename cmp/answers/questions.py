"""The questions about sources that a render has asked, as text, so that a later one can ask them again.

A cached render is used only where each source is still what it was: the same pin of what floats, the same files, and
the project may still have them. That is not looked up but asked, of the session that a render would ask.
"""

import json

from cmp.answers.base import Base
from cmp.errors import SwellError
from cmp.sources.declaration import Declared, Opened
from cmp.sources.model import Bounds, Pinned, Source
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cmp.lock.session import LockSession
    from cmp.settings import Settings


class Question(Value):
    """What was asked of a session about a source: to open, resolve or store it, the last with a pin."""

    how: str
    declared: Declared
    pinned: "Pinned | None" = None


def as_text(value: "Question | Opened | Pinned", base: Base) -> str:
    """Return a question, or an answer, as text, with paths in their short form."""
    return json.dumps(_plain(value, base), sort_keys=True)


class Asking:
    """Asks questions again, of one session, which is made for the first one."""

    def __init__(self, settings: "Settings", base: Base) -> None:
        """Ask nothing yet."""
        self._settings, self._base = settings, base
        self._session: LockSession | None = None

    def __call__(self, text: str) -> bytes:
        """Return the answer to a question now, "" where there is none."""
        try:
            return as_text(self._answer(_question(json.loads(text), self._base)), self._base).encode()
        except (SwellError, ValueError, KeyError, TypeError):
            return b""

    def close(self) -> None:
        """Release all sources."""
        if self._session:
            self._session.close()

    def _answer(self, question: Question) -> "Opened | Pinned":
        session = self._opened()
        if question.how == "resolve":
            return session.resolved(question.declared)
        if question.pinned:
            return session.stored(question.declared, question.pinned)
        return session.open(question.declared)

    def _opened(self) -> "LockSession":
        from cmp.lock.session import LockSession
        from cmp.system.process import Deadline

        self._session = self._session or LockSession(self._settings, Deadline.after(self._settings.timeout))
        return self._session


def _plain(value: "Any", base: Base) -> "Any":
    if isinstance(value, Value):
        return {name: _plain(getattr(value, name), base) for name in value._fields}
    if isinstance(value, tuple):
        return [_plain(one, base) for one in value]
    return base.short(value) if isinstance(value, str) and value.startswith("/") else value


def _question(said: "dict[str, Any]", base: Base) -> Question:
    declared = said["declared"]
    bounds: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in declared["bounds"].items()
    }
    lock = base.whole(declared["lock"]) if declared["lock"] else ""
    return Question(
        how=said["how"],
        declared=Declared(
            **declared | {"source": Source(**declared["source"]), "bounds": Bounds(**bounds), "lock": lock}
        ),
        pinned=Pinned(**said["pinned"]) if said["pinned"] else None,
    )
