"""The policy as a value."""

from fnmatch import fnmatchcase

from cmp.config.model import Limits, Placed
from cmp.config.spec import Rulebook
from cmp.value import Value


class Part(Value):
    """The part of a policy for some projects; `match` are globs of their names.

    `allow` and `credentials` are None if they are not set; `says` are the lines that name versions, as of a Config.
    """

    match: tuple[str, ...]
    book: Rulebook
    rules: tuple[Placed, ...]
    says: "dict[tuple[str, str], str]" = {}  # noqa: RUF012  (never changed)
    allow: tuple[str, ...] | None = None
    credentials: tuple[str, ...] | None = None


class Policy(Value):
    """A policy: its general part, the parts for projects, and the limits."""

    parts: tuple[Part, ...]
    limits: Limits

    def of(self, project: str) -> tuple[Part, ...]:
        """Return the parts that apply to a project, in their order."""
        return tuple(part for part in self.parts if any(fnmatchcase(project, glob) for glob in part.match))
