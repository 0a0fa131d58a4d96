"""A row of the tables: what has to be said, and the cause that shows."""

import re

from cmp.stuck.model import Cause
from cmp.value import Value


class Row(Value):
    """A cause and its sign: a pattern in a message whose named groups are words for the cause's placeholders.

    `reasons` are the reasons of events, and `kinds` the kinds of objects that it is about; empty ones are any.
    """

    cause: Cause
    pattern: "re.Pattern[str]"
    reasons: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def words(self, kind: str, reason: str, message: str) -> dict[str, str] | None:
        """Return the words that a message gives for the placeholders; None if it is no such sign."""
        if (self.kinds and kind not in self.kinds) or (self.reasons and reason not in self.reasons):
            return None
        found = self.pattern.search(message)
        return {key: text or "" for key, text in found.groupdict().items()} if found else None


def row(cause: Cause, pattern: str, *, reasons: str = "", kinds: str = "") -> Row:
    """Return a row; reasons and kinds are words between spaces."""
    return Row(
        cause=cause, pattern=re.compile(pattern), reasons=frozenset(reasons.split()), kinds=frozenset(kinds.split())
    )
