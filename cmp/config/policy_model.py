"""A policy as it was read."""

from fnmatch import fnmatchcase

from cmp.config.model import Limits, Placed
from cmp.config.spec import Rulebook
from cmp.value import Value


class Part(Value):
    """What a policy says for some projects, `match` being globs of their names.

    `allow` and `credentials` are None if it says nothing of them.
    """

    match: tuple[str, ...]
    book: Rulebook
    rules: tuple[Placed, ...]
    allow: tuple[str, ...] | None = None
    credentials: tuple[str, ...] | None = None


class Policy(Value):
    """The general part, those of projects, and the limits."""

    parts: tuple[Part, ...]
    limits: Limits

    def of(self, project: str) -> tuple[Part, ...]:
        """Return the parts that concern a project, in their order."""
        return tuple(part for part in self.parts if any(fnmatchcase(project, glob) for glob in part.match))
