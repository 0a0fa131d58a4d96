"""The nouns of pulling."""

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmp.process import Deadline


class Source(Value):
    """Where something comes from: `kind` is git, oci or helm, `asked` a revision, tag or range, `name` a chart's."""

    alias: str
    kind: str
    location: str
    asked: str = ""
    name: str = ""


class Pinned(Value):
    """What was meant by it at some moment, of which there is only one: a commit, a digest, a version."""

    commit: str = ""
    digest: str = ""
    version: str = ""


class Bounds(Value):
    """How much a source may hold, 0 where nothing bounds it."""

    bytes: int = 0
    files: int = 0


class Pulling(Value):
    """With what it is pulled: the environment for programs, until when, and how much; `local` allows local paths."""

    environ: "Mapping[str, str]"
    deadline: "Deadline"
    bounds: Bounds = Bounds()
    local: bool = False
