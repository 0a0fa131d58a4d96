"""What every check may look at, and the shape of a check."""

from collections.abc import Callable, Iterator

from cmp.config.model import Placed
from cmp.model import Finding, Manifest
from cmp.value import Value


class Facts(Value):
    """The manifests as they will be printed, and the rules that concerned none of those that were rendered."""

    manifests: tuple[Manifest, ...]
    rendered: tuple[Manifest, ...]
    idle: tuple[Placed, ...]


Check = Callable[[Facts], Iterator[Finding]]
